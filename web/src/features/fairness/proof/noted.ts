/** The steps that hold a record against what this browser has noted: seeds, chains, rules. */

import { chainNote, rulesCameFirst, rulesNote, seedNote, type Notes } from "../notes/notes";
import { roundNumber } from "./crash";
import { Comparison, type NotedStep, type RulesStep } from "./derivation";
import type { SoloRecord, TableRecord } from "./record";
import { rulesDigest, type Rules } from "./rules";
import type { Doubt } from "./verdict";

/** A step, and why it leaves a doubt. */
export interface Noted<StepType> {
  readonly step: StepType;
  readonly doubt: Doubt | null;
}

/** Return how the commitment to a solo round was noted. */
export function notedSeeds(record: SoloRecord, notes: Notes): Noted<NotedStep> {
  const note = seedNote(notes, record.serverSeedHash);
  const found = new Comparison();
  if (note !== undefined && note.clientSeed !== null) found.expect("clientSeed", record.clientSeed, note.clientSeed);
  const beforeRound = note !== undefined && record.nonce > note.afterNonce;
  return noted(record.serverSeedHash, note?.seenAt ?? null, beforeRound, found);
}

/** Return how the chain of a table's round was noted: it must be the one that was shown for that round. */
export function notedChain(record: TableRecord, notes: Notes): Noted<NotedStep> {
  const round = roundNumber(record.roundId);
  const note = chainNote(notes, record.table, round);
  const found = new Comparison();
  if (note !== undefined) {
    found
      .expect("notedChain", record.terminatingHash, note.terminatingHash)
      .expect("chainPlace", record.chainIndex, round - note.firstRound + 1);
    if (note.salt !== "" && round >= note.saltedRound) found.expect("notedSalt", record.salt, note.salt);
  }
  const beforeRound = note !== undefined && round >= note.fromRound;
  return noted(record.terminatingHash, note?.seenAt ?? null, beforeRound, found);
}

/** Return how the rules of a solo round were noted. */
export async function notedRules(record: SoloRecord, rules: Rules, notes: Notes): Promise<Noted<RulesStep>> {
  const note = rulesNote(notes, rules.game, rules.id, rules.version);
  const found = new Comparison();
  if (note !== undefined) found.expect("rules", await rulesDigest(rules), note.digest);
  const beforeRound = note !== undefined && rulesCameFirst(notes, note, record.serverSeedHash, record.nonce);
  const { game, id, version } = rules;
  const seenAt = note?.seenAt ?? null;
  return {
    step: { kind: "rules", game, id, version, seenAt, beforeRound, differences: found.differences },
    doubt: beforeRound ? null : "rulesNotedAfterwards",
  };
}

function noted(hash: string, seenAt: number | null, beforeRound: boolean, found: Comparison): Noted<NotedStep> {
  const doubt = beforeRound ? null : seenAt === null ? "neverNoted" : "notedAfterwards";
  return { step: { kind: "noted", hash, seenAt, beforeRound, differences: found.differences }, doubt };
}
