/**
 * What the server keeps of a player's pulls: items by how often they came, and pulls since the last hit by the banner's
 * type. Keys are those of the game's memory (actors/games/gacha/gacha.py): `own:ITEM`, `TYPE:pity:STARS`, `TYPE:sure:STARS`.
 */
import type { CommandReply } from "@pitboss/client";

export type Memory = Readonly<Record<string, number>>;
type Pulled = CommandReply<"gacha.pull">;

/** Return the gacha's memory in `games` of a snapshot; empty before the first pull. */
export function memoryOf(games: Readonly<Record<string, unknown>>): Memory {
  const shown = games.gacha as { readonly memory?: Memory } | undefined;
  return shown?.memory ?? {};
}

/** Return how often an item has come. */
export const ownedOf = (memory: Memory, item: string): number => memory[`own:${item}`] ?? 0;

/** Return the pulls since the last hit of a rarity. */
export const sinceOf = (memory: Memory, type: string, stars: number): number => memory[`${type}:pity:${stars}`] ?? 0;

/** Return whether the next hit of a rarity is a featured item. */
export const isFeaturedNext = (memory: Memory, type: string, stars: number): boolean =>
  (memory[`${type}:sure:${stars}`] ?? 0) > 0;

/** Return the memory after pulls from a banner of this type, as their reply tells it. */
export function afterPulls(memory: Memory, type: string, { pulls, pity }: Pulled): Memory {
  const kept = Object.fromEntries(Object.entries(memory).filter(([key]) => !key.startsWith(`${type}:sure:`)));
  for (const { item } of pulls) {
    kept[`own:${item}`] = (kept[`own:${item}`] ?? 0) + 1;
  }
  for (const [stars, since] of Object.entries(pity.since)) {
    kept[`${type}:pity:${stars}`] = since;
  }
  for (const stars of pity.featured_next) {
    kept[`${type}:sure:${stars}`] = 1;
  }
  return kept;
}
