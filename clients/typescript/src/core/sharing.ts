/** Structural sharing: what did not change keeps its identity, so that whoever compares by identity sees no change. */

/** Return a value that is equal to `after` and in which every part that is equal to one of `before` is that part. */
export function share<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) {
    return after;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const shared: unknown[] = after.map((value: unknown, place) => share(before[place], value));
    return (sameItems(before, shared) ? before : shared) as T;
  }
  if (isRecord(before) && isRecord(after)) {
    const shared = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, share(before[key], value)]));
    return (sameEntries(before, shared) ? before : shared) as T;
  }
  return after;
}

/** Return whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameItems(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && after.every((value, place) => Object.is(before[place], value));
}

function sameEntries(before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  const keys = Object.keys(after);
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => Object.hasOwn(before, key) && Object.is(before[key], after[key]))
  );
}
