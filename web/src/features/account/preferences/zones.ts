/** The time zones that a player can choose from: those that the browser knows, and the one that they live in. */

/** Return the names in order, each once; `own` may be one that this browser does not list, as an alias. */
export function zonesToChoose(known: readonly string[], ...own: readonly string[]): readonly string[] {
  return [...new Set([...known, "UTC", ...own])].toSorted((one, other) => one.localeCompare(other, "en"));
}

/** Return a name as people read it: America/New_York is America/New York. */
export function zoneText(zone: string): string {
  return zone.replaceAll("_", " ");
}
