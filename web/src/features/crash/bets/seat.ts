/**
 * The own bet at a table, from its asking to its end; no I/O, and nothing is changed in place.
 *
 * What the server says counts: a bet is there when it was answered, paid when that was said. What a command has asked for
 * and nobody has answered yet is shown as asked for. Answers may come late, when the round is long over.
 */
import { payoutOf } from "../table/curve";

/** A stake in whole gold on a round; `auto` is the multiplier, in hundredths, at which it leaves by itself; 0: never. */
export interface Wager {
  readonly roundId: string;
  readonly bet: number;
  readonly auto: number;
}

export type Plan = Omit<Wager, "roundId">;

/** How a bet ended. `late`: a cash-out was asked for, and came after the end of the curve. */
export interface Result {
  readonly kind: "won" | "tie" | "lost" | "refunded";
  /** Where it left the curve; 0 if it did not. */
  readonly hundredths: number;
  /** What came back, the stake included. */
  readonly payout: number;
  readonly late: boolean;
}

export type OwnBet =
  | { readonly at: "none" }
  /** Asked for, and not answered. */
  | { readonly at: "placing"; readonly wager: Wager }
  /** No answer came in time: it may be at the table or not. */
  | { readonly at: "unknown"; readonly wager: Wager }
  /** At the table. `cashingOut` is what was on the button when the cash-out was asked for; 0 while it was not. */
  | {
      readonly at: "open";
      readonly wager: Wager;
      readonly betId: string;
      readonly cashingOut: number;
      readonly late: boolean;
    }
  | { readonly at: "ended"; readonly wager: Wager; readonly betId: string; readonly result: Result };

/** Why something was not done. `code` is one of the protocol, or "no_answer", "not_there". */
export interface Refusal {
  readonly act: "bet" | "cashOut";
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Seat {
  readonly own: OwnBet;
  /** Goes to the table when the next round opens. */
  readonly queued: Plan | null;
  /** The last refusal, until something else is asked for. */
  readonly refusal: Refusal | null;
}

export const EMPTY_SEAT: Seat = { own: { at: "none" }, queued: null, refusal: null };

/** An open bet as the server has it; `accepted` once the table has taken it. */
export interface FoundBet {
  readonly bet_id: string;
  readonly round_id: string;
  readonly bet: number;
  readonly auto_cashout: number;
  readonly accepted: boolean;
}

/** What `GET /api/games/crash/bets/{bet_id}` has of a bet. */
export interface BetRecord extends Omit<FoundBet, "accepted"> {
  readonly state: "waiting" | "open" | "won" | "tie" | "lost" | "refunded";
  readonly hundredths: number;
  readonly payout: number;
}

export type SeatEvent =
  | { readonly kind: "queued"; readonly plan: Plan | null }
  | { readonly kind: "asked"; readonly wager: Wager }
  | { readonly kind: "placed"; readonly roundId: string; readonly betId: string }
  | { readonly kind: "refused"; readonly roundId: string; readonly refusal: Refusal }
  | { readonly kind: "unanswered"; readonly roundId: string }
  | { readonly kind: "found"; readonly bet: FoundBet | null }
  | { readonly kind: "cashOutAsked"; readonly hundredths: number }
  | { readonly kind: "cashedOut"; readonly roundId: string; readonly hundredths: number; readonly payout: number }
  | { readonly kind: "cashOutRefused"; readonly roundId: string; readonly refusal: Refusal }
  | { readonly kind: "recorded"; readonly record: BetRecord }
  | { readonly kind: "roundOpened"; readonly roundId: string };

/** Return whether a bet waits for the table or for its end: nothing else can be bet meanwhile. */
export function isBusy(own: OwnBet): boolean {
  return own.at === "placing" || own.at === "unknown" || own.at === "open";
}

export function afterEvent(seat: Seat, event: SeatEvent): Seat {
  const { own } = seat;
  switch (event.kind) {
    case "queued":
      return { ...seat, queued: event.plan, refusal: null };
    case "asked":
      return { own: { at: "placing", wager: event.wager }, queued: null, refusal: null };
    case "placed":
      return waitsFor(own, event.roundId) ? { ...seat, own: openBet(own.wager, event.betId) } : seat;
    case "refused":
      return waitsFor(own, event.roundId) ? { ...seat, own: { at: "none" }, refusal: event.refusal } : seat;
    case "unanswered":
      return waitsFor(own, event.roundId) ? { ...seat, own: { at: "unknown", wager: own.wager } } : seat;
    case "found":
      return afterLook(seat, event.bet);
    case "cashOutAsked":
      return own.at === "open" ? { ...seat, own: { ...own, cashingOut: event.hundredths }, refusal: null } : seat;
    case "cashedOut":
      return own.at === "open" && own.wager.roundId === event.roundId
        ? { ...seat, own: endedBet(own, paid(own.wager.bet, event.hundredths, event.payout)) }
        : seat;
    case "cashOutRefused":
      return afterRefusedCashOut(seat, event.roundId, event.refusal);
    case "recorded":
      return afterRecord(seat, event.record);
    case "roundOpened":
      return own.at === "ended" && own.wager.roundId !== event.roundId ? { ...seat, own: { at: "none" } } : seat;
  }
}

type Waiting = Extract<OwnBet, { at: "placing" | "unknown" }>;
type Open = Extract<OwnBet, { at: "open" }>;

function waitsFor(own: OwnBet, roundId: string): own is Waiting {
  return (own.at === "placing" || own.at === "unknown") && own.wager.roundId === roundId;
}

function openBet(wager: Wager, betId: string): Open {
  return { at: "open", wager, betId, cashingOut: 0, late: false };
}

function endedBet(own: Open, result: Result): OwnBet {
  return { at: "ended", wager: own.wager, betId: own.betId, result };
}

function paid(bet: number, hundredths: number, payout: number, late = false): Result {
  const kind = payout > bet ? "won" : payout === bet ? "tie" : "lost";
  return { kind, hundredths, payout, late };
}

/** What the server says of open bets: it may know of one that we do not (another tab), or not of one that we await. */
function afterLook(seat: Seat, found: FoundBet | null): Seat {
  const { own } = seat;
  if (found === null) {
    const lost: Refusal = { act: "bet", code: "not_there", details: {} };
    return own.at === "unknown" ? { ...seat, own: { at: "none" }, refusal: lost } : seat;
  }
  if (own.at === "open" || (own.at === "ended" && own.betId === found.bet_id)) return seat;
  const wager = { roundId: found.round_id, bet: found.bet, auto: found.auto_cashout };
  // Two bets on one round there are not: a queued one was the same wish, and goes on to the next round.
  return { ...seat, own: found.accepted ? openBet(wager, found.bet_id) : { at: "placing", wager } };
}

function afterRefusedCashOut(seat: Seat, roundId: string, refusal: Refusal): Seat {
  const { own } = seat;
  if (own.at !== "open" || own.wager.roundId !== roundId) return seat;
  const how = refusal.details.bet;
  if (refusal.code === "round_closed" && how === "lost") {
    return { ...seat, own: endedBet(own, { kind: "lost", hundredths: 0, payout: 0, late: true }) };
  }
  if (refusal.code === "round_closed" && how === "refunded") {
    const result: Result = { kind: "refunded", hundredths: 0, payout: own.wager.bet, late: false };
    return { ...seat, own: endedBet(own, result) };
  }
  const late = own.late || refusal.code === "round_closed";
  return { ...seat, own: { ...own, cashingOut: 0, late }, refusal: late ? seat.refusal : refusal };
}

function afterRecord(seat: Seat, record: BetRecord): Seat {
  const { own } = seat;
  if (own.at !== "open" || own.betId !== record.bet_id) return seat;
  switch (record.state) {
    case "waiting":
    case "open":
      return seat;
    case "refunded":
      return { ...seat, own: endedBet(own, { kind: "refunded", hundredths: 0, payout: record.payout, late: false }) };
    default: {
      const late = record.payout === 0 && (own.late || own.cashingOut > 0);
      return { ...seat, own: endedBet(own, paid(own.wager.bet, record.hundredths, record.payout, late)) };
    }
  }
}

/** Return what leaving at `hundredths` would pay: never more than the target, where the bet leaves by itself. */
export function payoutNow(wager: Wager, hundredths: number): number {
  return payoutOf(wager.bet, wager.auto > 0 ? Math.min(hundredths, wager.auto) : hundredths);
}
