/**
 * Verifies a round: computes it from its seeds or its chain, step by step, and says what that shows.
 *
 * It trusts nothing but WebCrypto and the notes of this browser. What the server sends is compared, never believed.
 */

import { NOTHING_NOTED, chainNote, type Notes } from "../notes/notes";
import type { Anchor, Walk } from "./chainwalk";
import { roundNumber } from "./crash";
import { Comparison, type Difference, type Step } from "./derivation";
import { sha256Hex } from "./digest";
import { Draws } from "./draws";
import { gachaSteps } from "./gacha";
import { notedChain, notedRules, notedSeeds } from "./noted";
import { NotWhole, type Json } from "./reading";
import { readRecord, type BetRecord, type RoundRecord, type SoloRecord, type TableRecord } from "./record";
import { FIRST_VERSION, rpsSteps } from "./rps";
import { isRuled, readRules, type RuledGame, type Rules } from "./rules";
import { slotSteps } from "./slot";
import { tableSteps } from "./table";
import { judged, type Obstacle, type Verdict } from "./verdict";

/** What a round was verified to be. */
export interface Verified {
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
  readonly record: RoundRecord | null;
  /** A hash of the round's chain that was followed to the published one: the next walk need not go further. */
  readonly anchor: (Anchor & { readonly terminatingHash: string }) | null;
}

export interface Verification {
  readonly notes?: Notes;
  /** The answer of the route of the rules, see `rulesWanted`; null when there are none. */
  readonly rules?: Json;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** The rules that a round was played by. */
export interface RulesWanted {
  readonly game: RuledGame;
  readonly id: string;
  readonly version: number;
}

/** Something is in the way that says nothing about the round. */
class CannotCheck extends Error {
  constructor(
    readonly because: Obstacle,
    readonly place: string,
  ) {
    super(because);
  }
}

/** Return which rules verifying the record takes; null: none, or the record is not whole. */
export function rulesWanted(answer: Json): RulesWanted | null {
  try {
    const record = readRecord(answer);
    return record.kind === "solo" ? wantedBy(record) : null;
  } catch {
    return null;
  }
}

function wantedBy(record: SoloRecord): RulesWanted {
  const { game, outcome } = record;
  if (!isRuled(game)) throw new CannotCheck("unknownGame", game);
  if (game === "rps") return { game, id: "standard", version: outcome.at("version").wholeOr(FIRST_VERSION) };
  return {
    game,
    id: outcome.at(game === "slot" ? "machine" : "banner").text(),
    version: outcome.at("version").whole(),
  };
}

/** Verify the answer of `GET /api/fairness/rounds/{id}`. Throws the reason of `signal` when it is aborted. */
export async function verify(answer: Json, given: Verification = {}): Promise<Verified> {
  let record: RoundRecord | null = null;
  try {
    record = readRecord(answer);
    if (record.kind === "solo") return await verifySolo(record, given);
    const [round, bet] = record.kind === "bet" ? [record.tableRound, record] : [record, null];
    return await verifyTable(record, round, bet, given);
  } catch (error) {
    return { verdict: unchecked(error), steps: [], record, anchor: null };
  }
}

function unchecked(error: unknown): Verdict {
  if (error instanceof CannotCheck) return { kind: "unchecked", because: error.because, place: error.place };
  if (error instanceof NotWhole) return { kind: "unchecked", because: "notWhole", place: error.place };
  if (error instanceof RangeError) return { kind: "unchecked", because: "notWhole", place: "outcome" };
  throw error;
}

async function verifySolo(record: SoloRecord, given: Verification): Promise<Verified> {
  const notes = given.notes ?? NOTHING_NOTED;
  const commitment = notedSeeds(record, notes);
  const { serverSeed } = record;
  if (serverSeed === null) return pending(record, [commitment.step], "seedInForce");
  const rules = rulesOf(record, given.rules);
  const ruled = await notedRules(record, rules, notes);
  const draws = new Draws(serverSeed, record.clientSeed, record.nonce);
  const outcome = await soloSteps(record, draws, rules);
  const stream: Step = { kind: "stream", blocks: draws.blocks, differences: [] };
  const steps = [commitment.step, await seedStep(record, serverSeed), ruled.step, stream, ...outcome];
  const verdict = judged(differencesOf(steps), [commitment.doubt, ruled.doubt]);
  return { verdict, steps, record, anchor: null };
}

async function seedStep(record: SoloRecord, serverSeed: string): Promise<Step> {
  const computed = await sha256Hex(serverSeed);
  const { differences } = new Comparison().expect("serverSeedHash", record.serverSeedHash, computed);
  return { kind: "seed", serverSeed, computed, recorded: record.serverSeedHash, differences };
}

function rulesOf(record: SoloRecord, answer: Json): Rules {
  const wanted = wantedBy(record);
  if (answer === undefined || answer === null) throw new CannotCheck("rulesMissing", wanted.id);
  const rules = readRules(wanted.game, answer);
  if (rules.id !== wanted.id) throw new CannotCheck("otherRules", rules.id);
  if (rules.version !== wanted.version) throw new CannotCheck("otherRules", String(rules.version));
  return rules;
}

function soloSteps(record: SoloRecord, draws: Draws, rules: Rules): Promise<Step[]> {
  switch (rules.game) {
    case "rps":
      return rpsSteps(record, draws, rules);
    case "slot":
      return slotSteps(record, draws, rules);
    case "gacha":
      return gachaSteps(record, draws, rules);
  }
}

async function verifyTable(
  record: RoundRecord,
  round: TableRecord,
  bet: BetRecord | null,
  given: Verification,
): Promise<Verified> {
  const notes = given.notes ?? NOTHING_NOTED;
  const commitment = notedChain(round, notes);
  if (round.gameHash === "") return pending(record, [commitment.step], "roundOpen");
  const walked = await tableSteps(round, bet, walkOf(round, notes, given));
  const steps = [commitment.step, ...walked.steps];
  const doubts = [walked.salted ? null : ("saltCameWithChain" as const), commitment.doubt];
  const verdict = judged(differencesOf(steps), doubts);
  const { chainIndex: index, gameHash: hash, terminatingHash } = round;
  return { verdict, steps, record, anchor: verdict.kind === "broken" ? null : { index, hash, terminatingHash } };
}

/** How far the chain must be followed: to a hash that was followed before, if this browser has noted the chain. */
function walkOf(round: TableRecord, notes: Notes, given: Verification): Walk {
  const note = chainNote(notes, round.table, roundNumber(round.roundId));
  const anchors = note?.terminatingHash === round.terminatingHash ? note.anchors : [];
  return { anchors, onProgress: given.onProgress, signal: given.signal };
}

/** A round whose secret is in force is pending, unless what is known of it is broken already. */
function pending(record: RoundRecord, steps: readonly Step[], because: "seedInForce" | "roundOpen"): Verified {
  const differences = differencesOf(steps);
  const verdict: Verdict = differences.length > 0 ? { kind: "broken", differences } : { kind: "pending", because };
  return { verdict, steps, record, anchor: null };
}

function differencesOf(steps: readonly Step[]): Difference[] {
  return steps.flatMap((step) => step.differences);
}
