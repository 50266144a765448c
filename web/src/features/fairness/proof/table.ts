/** The steps of a crash table's round, and of a bet on one: chain, salt, point, and what the bet was paid. */

import { walkChain, type Walk } from "./chainwalk";
import { crashPoint, previousHash, saltOf } from "./crash";
import { Comparison, type Step } from "./derivation";
import { isHash, sha256Hex } from "./digest";
import { payoutOf } from "./payout";
import { NotWhole } from "./reading";
import type { BetRecord, TableRecord } from "./record";

/** What the steps of a table's round come to. */
export interface TableSteps {
  readonly steps: readonly Step[];
  /** Whether the salt came later than the chain: else whoever made the chain chose both. */
  readonly salted: boolean;
}

/** Return the steps of a round that is over, and of `bet` if that is what is looked at. Throws NotWhole. */
export async function tableSteps(record: TableRecord, bet: BetRecord | null, walk: Walk): Promise<TableSteps> {
  if (!isHash(record.gameHash)) throw new NotWhole("game_hash");
  if (record.salt === "") throw new NotWhole("salt");
  const before = await previousHash(record.gameHash);
  const link = new Comparison();
  if (bet !== null) link.expect("betCommit", bet.commit, before);
  const steps: Step[] = [{ kind: "link", gameHash: record.gameHash, before, differences: link.differences }];
  steps.push(await chainStep(record, walk));
  const salt = await saltStep(record, bet);
  const point = await crashPoint(record.gameHash, record.salt);
  const told = record.crashHundredths ?? point.hundredths;
  const differences = new Comparison().expect("point", told, point.hundredths).differences;
  const { mac, hundredths } = point;
  steps.push(salt, { kind: "point", mac, drawn: point.drawn.toString(), hundredths, differences });
  if (bet !== null) steps.push(...betSteps(bet, record, hundredths));
  return { steps, salted: salt.origin !== "withChain" };
}

async function chainStep(record: TableRecord, walk: Walk): Promise<Step> {
  const { hashes, reached, wanted, at } = await walkChain(
    record.gameHash,
    record.chainIndex,
    record.terminatingHash,
    walk,
  );
  const { differences } = new Comparison().expect("terminatingHash", wanted, reached);
  return { kind: "chain", hashes, reached, at, terminatingHash: record.terminatingHash, differences };
}

async function saltStep(record: TableRecord, bet: BetRecord | null): Promise<Extract<Step, { kind: "salt" }>> {
  const { contributions } = record;
  const computed = await saltOf(record.terminatingHash, contributions);
  const isMade = record.salt === computed;
  const found = new Comparison();
  if (contributions.length > 0) found.expect("salt", record.salt, computed);
  const origin = contributions.length > 0 ? "bets" : isMade ? "noBets" : "withChain";
  if (bet !== null && origin === "noBets") found.differences.push(WITHOUT_BETS);
  const ownBet = bet !== null && contributions.includes(await sha256Hex(bet.roundId));
  const shown = { salt: record.salt, computed, contributions: contributions.length, origin, ownBet } as const;
  return { kind: "salt", ...shown, differences: found.differences };
}

/** Somebody bet, and the salt is that of a chain that nobody has bet on. */
const WITHOUT_BETS = { claim: "saltWithoutBets", recorded: "0", computed: "1" } as const;

function betSteps(bet: BetRecord, record: TableRecord, point: number): Step[] {
  const { hundredths, auto } = bet;
  const left = new Comparison().expect("betRound", bet.tableRoundId, record.roundId);
  const wanted = leavesAt(hundredths, auto, point);
  if (wanted !== hundredths) left.expect("betMultiplier", hundredths, wanted);
  const payout = payoutOf(bet.bet, hundredths);
  const paid = new Comparison().expect("payout", bet.payout, payout);
  return [
    { kind: "bet", hundredths, auto, point, differences: left.differences },
    { kind: "payout", bet: bet.bet, hundredths, payout, differences: paid.differences },
  ];
}

/** Where a bet can have left: a target that was reached pays at least itself, and nothing pays above the point. */
function leavesAt(hundredths: number, auto: number, point: number): number {
  if (hundredths > point) return auto > 0 && auto <= point ? auto : 0;
  if (auto > 0 && auto <= point && (hundredths === 0 || hundredths > auto)) return auto;
  return hundredths;
}
