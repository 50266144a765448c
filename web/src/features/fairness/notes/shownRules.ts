/** The rules that the snapshot says are in force, by game, id and version. What is not of that shape is left out. */
import type { RulesWanted } from "../proof/verify";

/** Return the rules that are in force, from `games` of the snapshot. */
export function shownRules(games: Readonly<Record<string, unknown>>): RulesWanted[] {
  return [
    ...versionsOf("rps", { standard: games.rps }),
    ...versionsOf("slot", listed(games.slot, "machines")),
    ...versionsOf("gacha", listed(games.gacha, "banners")),
  ];
}

function listed(game: unknown, list: string): unknown {
  return typeof game === "object" && game !== null ? (game as Record<string, unknown>)[list] : undefined;
}

function versionsOf(game: RulesWanted["game"], list: unknown): RulesWanted[] {
  if (typeof list !== "object" || list === null) return [];
  return Object.entries(list as Record<string, unknown>).flatMap(([id, shown]) => {
    const version = listed(shown, "version");
    return typeof version === "number" ? [{ game, id, version }] : [];
  });
}
