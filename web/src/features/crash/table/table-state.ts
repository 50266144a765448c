/**
 * A crash table as a watcher knows it: messages in, what is shown out; no I/O, and nothing is changed in place.
 *
 * Messages may come twice, late or not at all: one of a round that is over changes nothing, and a gap in `n` makes the
 * table `stale` until its state comes again. Times are Unix ms by the server's clock; `now` is the estimate of it when the
 * message came.
 */
import type { TopicMessage } from "@pitboss/client";

import { afterBets, afterCashOuts, type Bets, type BetMessage, NO_BETS } from "./bets-shown";
import { hundredthsOf } from "./curve";

/** Rounds that are over, in the strip above the curve. */
export const PAST_MAX = 20;

export interface PastRound {
  readonly roundId: string;
  /** Where it crashed; 0 when it was voided. */
  readonly hundredths: number;
}

export type Phase = "unknown" | "betting" | "running" | "ended";

export interface TableState {
  readonly phase: Phase;
  /** `n` of the last message that counted. */
  readonly n: number;
  /** Messages were missed: what is shown may be out of date until the state comes. */
  readonly stale: boolean;
  readonly roundId: string;
  readonly closesAt: number;
  readonly startedAt: number;
  readonly growthPerMs: number;
  /** The curve of this round went on after its host was gone. */
  readonly resumed: boolean;
  /** When the table last said that the curve runs. */
  readonly heardAt: number;
  /** By how much the curve is at least ahead of where our clock would have it. */
  readonly leadMs: number;
  /** How the round ended; null while it has not. */
  readonly end: PastRound | null;
  readonly endedAt: number;
  readonly betMin: number;
  readonly betMax: number;
  /** All bets of the round, those that are not shown too. */
  readonly players: number;
  readonly staked: number;
  readonly bets: Bets;
  /** Newest first. */
  readonly past: readonly PastRound[];
}

export const UNKNOWN_TABLE: TableState = {
  phase: "unknown",
  n: 0,
  stale: false,
  roundId: "",
  closesAt: 0,
  startedAt: 0,
  growthPerMs: 0,
  resumed: false,
  heardAt: 0,
  leadMs: 0,
  end: null,
  endedAt: 0,
  betMin: 0,
  betMax: 0,
  players: 0,
  staked: 0,
  bets: NO_BETS,
  past: [],
};

type Message<T extends TopicMessage["type"]> = Extract<TopicMessage, { type: T }>;
type Payload<T extends TopicMessage["type"]> = Message<T>["payload"];

/** Return the number of a round, which rises by one with each of a table: 88 of "main-88". */
export function roundNumber(roundId: string): number {
  return Number(/-(\d{1,15})$/.exec(roundId)?.[1] ?? 0);
}

/** Return the table after a message that came at `now`. */
export function afterMessage(table: TableState, message: TopicMessage, now: number): TableState {
  if (message.type === "state") return replaced(message, now);
  if (table.phase === "unknown" || message.n <= table.n) return table;
  const missed = message.n > table.n + 1;
  const counted = { ...table, n: message.n, stale: table.stale || missed };
  // A round that was over before comes from a message that was late.
  const isPast = roundNumber(message.payload.round_id) < roundNumber(table.roundId);
  return isPast ? counted : applied(counted, message, now);
}

function applied(table: TableState, message: Exclude<TopicMessage, Message<"state">>, now: number): TableState {
  switch (message.type) {
    case "round_open":
      return message.payload.round_id === table.roundId ? table : opened(table, message.payload);
    case "bet_placed":
      return ofRound(table, message.payload.round_id) ? withBets(table, message.payload) : table;
    case "round_start":
      return started(table, message.payload, false, now);
    case "round_resumed":
      return started(table, message.payload, true, now);
    case "tick":
      return ticked(table, message.payload, now);
    case "cashed_out":
      return ofRound(table, message.payload.round_id)
        ? { ...table, bets: afterCashOuts(table.bets, all(message.payload)) }
        : table;
    case "crashed":
      return ended(table, message.payload.round_id, hundredthsOf(message.payload.multiplier), now);
    case "round_voided":
      return ended(table, message.payload.round_id, 0, now);
    default:
      return table; // a type that a later release has added
  }
}

function replaced({ n, payload }: Message<"state">, now: number): TableState {
  const past = payload.history.map((round) => ({
    roundId: round.round_id,
    hundredths: hundredthsOf(round.multiplier),
  }));
  const isOver = payload.phase === "ended";
  return {
    phase: phaseOf(payload.phase),
    n,
    stale: false,
    roundId: payload.round_id,
    closesAt: payload.closes_at ?? 0,
    startedAt: payload.started_at ?? 0,
    growthPerMs: payload.growth_per_ms,
    resumed: false,
    heardAt: now,
    leadMs: Math.max(0, payload.now - now),
    end: isOver ? (past.find((round) => round.roundId === payload.round_id) ?? null) : null,
    endedAt: isOver ? now : 0,
    betMin: payload.bet_min,
    betMax: payload.bet_max,
    players: payload.players,
    staked: payload.staked,
    bets: afterBets(NO_BETS, payload.bets),
    past: past.slice(0, PAST_MAX),
  };
}

function phaseOf(phase: string): Phase {
  switch (phase) {
    case "betting":
    case "closing":
      return "betting"; // that betting has closed is said by the clock
    case "running":
    case "ended":
      return phase;
    default:
      return "unknown";
  }
}

function opened(table: TableState, { round_id: roundId, closes_at: closesAt }: Payload<"round_open">): TableState {
  return { ...fresh(table, roundId), phase: "betting", closesAt };
}

/** The table at a round that nothing is known of but its name. */
function fresh(table: TableState, roundId: string): TableState {
  const nothing = { closesAt: 0, startedAt: 0, resumed: false, leadMs: 0, end: null, endedAt: 0 };
  return { ...table, ...nothing, roundId, players: 0, staked: 0, bets: NO_BETS };
}

function withBets(table: TableState, payload: Payload<"bet_placed">): TableState {
  const bets = all(payload);
  return {
    ...table,
    players: table.players + bets.length,
    staked: table.staked + bets.reduce((sum, each) => sum + (each.bet ?? 0), 0),
    bets: afterBets(table.bets, bets),
  };
}

function started(table: TableState, payload: Payload<"round_start">, resumed: boolean, now: number): TableState {
  const same = payload.round_id === table.roundId;
  if (same && table.phase === "ended") return table;
  const round = same ? table : { ...fresh(table, payload.round_id), stale: true };
  return {
    ...round,
    phase: "running",
    startedAt: payload.started_at,
    growthPerMs: payload.growth_per_ms,
    resumed: resumed || (round.resumed && round.startedAt === payload.started_at),
    heardAt: now,
    leadMs: Math.max(0, payload.started_at - now),
  };
}

function ticked(
  table: TableState,
  { round_id: roundId, elapsed_ms: elapsedMs }: Payload<"tick">,
  now: number,
): TableState {
  if (roundId !== table.roundId || table.phase !== "running") return table;
  // A message is late by its way, so the curve is at least where the tick says.
  const leadMs = Math.max(table.leadMs, table.startedAt + elapsedMs - now);
  return { ...table, heardAt: now, leadMs };
}

function ended(table: TableState, roundId: string, hundredths: number, now: number): TableState {
  const known = table.past.some((round) => round.roundId === roundId);
  const end = { roundId, hundredths };
  const round = roundId === table.roundId ? table : { ...fresh(table, roundId), stale: true };
  const past = known ? table.past : [end, ...table.past].slice(0, PAST_MAX);
  return { ...round, phase: "ended", end, endedAt: round.end === null ? now : round.endedAt, past };
}

function ofRound(table: TableState, roundId: string): boolean {
  return table.roundId === roundId;
}

function all(payload: BetMessage & { readonly more?: readonly BetMessage[] }): readonly BetMessage[] {
  return [payload, ...(payload.more ?? [])];
}
