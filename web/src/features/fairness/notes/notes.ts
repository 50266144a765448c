/**
 * What this browser has seen of the server's commitments, and whether that was before a round: pure, no storage.
 *
 * "Before" is never read from a clock of the server's. Seeds: a round is later than the note if its nonce is higher than
 * the one that was shown with the seeds, or if the seeds were only promised then. Chains: if its number is at least that
 * of the round which was still open. Rules: if the seeds that were shown after them had not been used for it yet.
 * The first sight of a commitment counts and is never replaced by a later one.
 */

import type { Anchor } from "../proof/chainwalk";

/** Bounds of what is kept; the oldest is forgotten first. About 60 kB at most. */
export const SEEDS_MAX = 200;
export const CHAINS_MAX = 24;
export const RULES_MAX = 80;
export const ANCHORS_MAX = 6;

/** A server seed that was committed to. Times are Unix ms by this browser's clock. */
export interface SeedNote {
  readonly hash: string;
  /** Rounds with a higher nonce came after the note; 0 when the seed was noted before it came into force. */
  readonly afterNonce: number;
  /** Null until it has been seen in force. */
  readonly clientSeed: string | null;
  /** The hash that was promised to come next; null until it has been seen in force. */
  readonly nextHash: string | null;
  readonly seenAt: number;
  /** When it was first seen in force; null: it was only promised. */
  readonly inForceAt: number | null;
}

/** A chain of a crash table. */
export interface ChainNote {
  readonly table: string;
  readonly terminatingHash: string;
  readonly length: number;
  /** Number of its first round. */
  readonly firstRound: number;
  /** Rounds from this number on were not over when the chain was noted. */
  readonly fromRound: number;
  /** Its salt; empty until it was seen. It holds for every round from `saltedRound` on. */
  readonly salt: string;
  readonly saltedRound: number;
  readonly seenAt: number;
  /** Hashes of it that were followed down to the published one. */
  readonly anchors: readonly Anchor[];
}

/** The rules of a game in one version, by their digest. */
export interface RulesNote {
  readonly game: string;
  readonly id: string;
  readonly version: number;
  readonly digest: string;
  readonly seenAt: number;
  /** The seeds that were in force after it was noted: rounds that followed are later. Null: none were shown since. */
  readonly mark: { readonly hash: string; readonly nonce: number; readonly at: number } | null;
}

export interface Notes {
  readonly seeds: readonly SeedNote[];
  readonly chains: readonly ChainNote[];
  readonly rules: readonly RulesNote[];
}

export const NOTHING_NOTED: Notes = { seeds: [], chains: [], rules: [] };

/** The seeds in force as the server shows them. */
export interface SeedsShown {
  readonly server_seed_hash: string;
  readonly next_server_seed_hash: string;
  readonly client_seed: string;
  readonly nonce: number;
}

/** What a table shows of its chain. */
export interface ChainShown {
  readonly terminating_hash: string;
  readonly salt: string;
  readonly length: number;
}

/** The state of a crash table, as far as it is a commitment. */
export interface TableShown {
  readonly table: string;
  readonly round_id: string;
  readonly phase: string;
  readonly chain_index: number;
  readonly chain: ChainShown;
  readonly next_chain?: ChainShown | null;
}

/** Return the notes with the seeds in force, the promised ones, and the mark of rules that had none. */
export function withSeeds(notes: Notes, shown: SeedsShown, now: number): Notes {
  const mark = { hash: shown.server_seed_hash, nonce: shown.nonce, at: now };
  const seeds = promised(inForce(notes.seeds, shown, now), shown.next_server_seed_hash, now);
  return {
    ...notes,
    seeds: newest(seeds, SEEDS_MAX),
    rules: notes.rules.map((rule) => (rule.mark === null ? { ...rule, mark } : rule)),
  };
}

function inForce(seeds: readonly SeedNote[], shown: SeedsShown, now: number): SeedNote[] {
  const known = seeds.find((note) => note.hash === shown.server_seed_hash);
  const first = { clientSeed: shown.client_seed, nextHash: shown.next_server_seed_hash, inForceAt: now };
  if (known === undefined) {
    return [...seeds, { hash: shown.server_seed_hash, afterNonce: shown.nonce, seenAt: now, ...first }];
  }
  if (known.inForceAt !== null) return [...seeds];
  return seeds.map((note) => (note === known ? { ...note, ...first } : note));
}

function promised(seeds: readonly SeedNote[], hash: string, now: number): SeedNote[] {
  if (seeds.some((note) => note.hash === hash)) return [...seeds];
  return [...seeds, { hash, afterNonce: 0, clientSeed: null, nextHash: null, seenAt: now, inForceAt: null }];
}

/** Return the notes with the chain that a table plays and the one that it has promised. */
export function withTable(notes: Notes, shown: TableShown, round: number, now: number): Notes {
  const firstRound = round - shown.chain_index + 1;
  const { chain, next_chain: next } = shown;
  const current = {
    firstRound,
    fromRound: isOver(shown.phase) ? round + 1 : round,
    saltedRound: round,
  };
  let chains = withChain(notes.chains, shown.table, chain, current, now);
  if (next !== undefined && next !== null) {
    const start = firstRound + chain.length;
    chains = withChain(chains, shown.table, next, { firstRound: start, fromRound: start, saltedRound: start }, now);
  }
  return { ...notes, chains: newest(chains, CHAINS_MAX) };
}

function isOver(phase: string): boolean {
  return phase === "ended";
}

type ChainPlace = Pick<ChainNote, "firstRound" | "fromRound" | "saltedRound">;

function withChain(
  chains: readonly ChainNote[],
  table: string,
  shown: ChainShown,
  place: ChainPlace,
  now: number,
): ChainNote[] {
  const { terminating_hash: terminatingHash, salt, length } = shown;
  const known = chains.find((note) => note.table === table && note.terminatingHash === terminatingHash);
  if (known === undefined) {
    return [...chains, { table, terminatingHash, length, ...place, salt, seenAt: now, anchors: [] }];
  }
  if (known.salt !== "" || salt === "") return [...chains];
  return chains.map((note) => (note === known ? { ...note, salt, saltedRound: place.saltedRound } : note));
}

/** Return the notes with rules that were shown; their mark comes with the seeds that are shown next. */
export function withRules(notes: Notes, rule: Omit<RulesNote, "seenAt" | "mark">, now: number): Notes {
  if (rulesNote(notes, rule.game, rule.id, rule.version) !== undefined) return notes;
  return { ...notes, rules: newest([...notes.rules, { ...rule, seenAt: now, mark: null }], RULES_MAX) };
}

/** Return the notes with a hash of a noted chain that was followed to the published one. */
export function withAnchor(notes: Notes, terminatingHash: string, anchor: Anchor): Notes {
  const chains = notes.chains.map((note) => {
    if (note.terminatingHash !== terminatingHash || note.anchors.some((each) => each.index === anchor.index))
      return note;
    return { ...note, anchors: [...note.anchors, anchor].slice(-ANCHORS_MAX) };
  });
  return { ...notes, chains };
}

/** Return what was noted of a server seed. */
export function seedNote(notes: Notes, hash: string): SeedNote | undefined {
  return notes.seeds.find((note) => note.hash === hash);
}

/** Return the chain that was noted for a round of a table by its number. */
export function chainNote(notes: Notes, table: string, round: number): ChainNote | undefined {
  return notes.chains.find(
    (note) => note.table === table && note.firstRound <= round && round < note.firstRound + note.length,
  );
}

/** Return what was noted of the rules of one version. */
export function rulesNote(notes: Notes, game: string, id: string, version: number): RulesNote | undefined {
  return notes.rules.find((note) => note.game === game && note.id === id && note.version === version);
}

/** Return whether rules were noted before a round of the seed `hash` with the number `nonce`. */
export function rulesCameFirst(notes: Notes, rules: RulesNote, hash: string, nonce: number): boolean {
  const { mark } = rules;
  if (mark === null) return false;
  if (mark.hash === hash) return nonce > mark.nonce;
  const inForceAt = seedNote(notes, hash)?.inForceAt ?? null;
  return inForceAt !== null && inForceAt > mark.at;
}

/** Keep the newest, in the order in which they came. */
function newest<Note>(notes: readonly Note[], most: number): readonly Note[] {
  return notes.slice(-most);
}
