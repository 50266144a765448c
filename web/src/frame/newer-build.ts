/** A part of the app that is not there any more: another build has been deployed, and a reload gets it. */

const KEY = "pitboss.reloaded-at";
const ONCE_IN_MS = 60_000;

interface Memory {
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
}

/** Tell whether an error says that a script or style of this build could not be loaded (webpack's and React's names). */
export function isPartMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === "ChunkLoadError" || /^Loading (CSS )?chunk /.test(error.message));
}

/** Tell whether to reload by itself: once in a minute, so that a build that is broken is not loaded for ever. */
export function mayReload(memory: Memory, nowMs: number): boolean {
  try {
    const before = Number(memory.getItem(KEY) ?? Number.NEGATIVE_INFINITY);
    if (nowMs - before < ONCE_IN_MS) {
      return false;
    }
    memory.setItem(KEY, String(nowMs));
    return true;
  } catch {
    return false;
  }
}
