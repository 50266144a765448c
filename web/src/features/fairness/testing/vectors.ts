/** Rounds as the server's rules play them, which `tests/unit/fairness/proof_vectors.py` writes. For tests alone. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { NOTHING_NOTED, withRules, withSeeds, withTable, type Notes } from "../notes/notes";
import { isRuled, readRules, rulesDigest } from "../proof/rules";

export interface RoundAnswer {
  round_id: string;
  game: string;
  bet: number;
  payout: number;
  outcome: Record<string, unknown>;
  config_version: number;
  server_seed_hash: string;
  client_seed: string;
  nonce: number;
  server_seed?: string;
}

export interface TableAnswer {
  round_id: string;
  table: string;
  salt: string;
  terminating_hash: string;
  chain_index: number;
  state: string;
  game_hash: string;
  crash_cents: number;
  salt_contributions?: string[];
}

export interface BetAnswer extends RoundAnswer {
  table_round: TableAnswer;
}

export interface SoloVectors {
  rules: Record<string, unknown>;
  rounds: { rules: string; record: RoundAnswer }[];
}

export interface CrashVectors {
  rounds: TableAnswer[];
  bets: BetAnswer[];
  former: TableAnswer[];
  points: [string, string, number][];
}

export interface FloatVectors {
  streams: { seeds: [string, string, number]; floats: number[] }[];
}

interface Vectors {
  rps: SoloVectors;
  slot: SoloVectors;
  gacha: SoloVectors;
  crash: CrashVectors;
  floats: FloatVectors;
}

/** Return the vectors of that name. */
export function vectors<Name extends keyof Vectors>(name: Name): Vectors[Name] {
  const path = join(import.meta.dirname, `../../../../../tests/web/vectors/${name}.json`);
  return JSON.parse(readFileSync(path, "utf-8")) as Vectors[Name];
}

/** Return the notes of a browser that has seen the rules, then the seeds of a round before it was played. */
export async function notedBefore(record: RoundAnswer, rules: unknown): Promise<Notes> {
  if (!isRuled(record.game)) throw new Error(record.game);
  const read = readRules(record.game, rules);
  const digest = await rulesDigest(read);
  const notes = withRules(NOTHING_NOTED, { game: read.game, id: read.id, version: read.version, digest }, 1_000);
  return withSeeds(notes, seedsBefore(record), 2_000);
}

/** The seeds of a round as they were shown just before it. */
export function seedsBefore(record: RoundAnswer): Parameters<typeof withSeeds>[1] {
  return {
    server_seed_hash: record.server_seed_hash,
    next_server_seed_hash: "f".repeat(64),
    client_seed: record.client_seed,
    nonce: record.nonce - 1,
  };
}

/** Return the notes of a browser that has seen the table while the round was open. */
export function tableNotedBefore(round: TableAnswer, number: number): Notes {
  const chain = { terminating_hash: round.terminating_hash, salt: round.salt, length: 1_000 };
  const shown = {
    table: round.table,
    round_id: round.round_id,
    phase: "running",
    chain_index: round.chain_index,
    chain,
  };
  return withTable(NOTHING_NOTED, shown, number, 1_000);
}

/** Return the ways to every leaf of a JSON value. */
export function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => leaves(inner, [...path, index]));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
  }
  return [path];
}

/** Return a copy in which the leaf at `path` is another. */
export function changedAt<T>(value: T, path: readonly (string | number)[]): T {
  const copy = structuredClone(value);
  let inner = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) inner = inner[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "";
  const leaf = inner[last];
  inner[last] = typeof leaf === "boolean" ? !leaf : typeof leaf === "number" ? leaf + 1 : otherText(String(leaf));
  return copy;
}

/** Another text; of a hash another hash, so that not its form gives it away. */
function otherText(text: string): string {
  return /^[0-9a-f]{32,}$/.test(text) ? (text.startsWith("0") ? "1" : "0") + text.slice(1) : `${text}x`;
}
