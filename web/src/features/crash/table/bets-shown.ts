/** The bets of a round that are shown: the newest of them, each with its cash-out once it has one. Bounded. */
import { hundredthsOf, payoutOf } from "./curve";

/** More are counted, but not shown. */
export const BETS_SHOWN_MAX = 60;

export interface ShownBet {
  /** Tells rows apart: it rises within a round. */
  readonly key: number;
  readonly player: string;
  /** 0 when only the cash-out was seen. */
  readonly bet: number;
  /** Where it left the curve; 0 while it has not. */
  readonly hundredths: number;
  readonly payout: number;
}

export interface Bets {
  /** Newest first. */
  readonly shown: readonly ShownBet[];
  readonly nextKey: number;
}

/** A bet as messages have it; without `multiplier` it is still in. */
export interface BetMessage {
  readonly player: string;
  readonly bet?: number;
  readonly multiplier?: string;
  readonly payout?: number;
}

export const NO_BETS: Bets = { shown: [], nextKey: 1 };

/** Return the bets after others, oldest first. */
export function afterBets(bets: Bets, more: readonly BetMessage[]): Bets {
  const added = more.map((each, place) => ({
    key: bets.nextKey + place,
    player: each.player,
    bet: each.bet ?? 0,
    hundredths: hundredthsOf(each.multiplier),
    payout: each.payout ?? 0,
  }));
  const shown = [...added.reverse(), ...bets.shown].slice(0, BETS_SHOWN_MAX);
  return { shown, nextKey: bets.nextKey + more.length };
}

/** Return the bets after cash-outs. One whose bet is not shown comes on top, by itself. */
export function afterCashOuts(bets: Bets, outs: readonly BetMessage[]): Bets {
  const shown = [...bets.shown];
  const unseen: BetMessage[] = [];
  for (const out of outs) {
    const place = shown.findIndex((each) => isOf(each, out));
    const found = shown[place];
    if (found === undefined) unseen.push(out);
    else shown[place] = { ...found, hundredths: hundredthsOf(out.multiplier), payout: out.payout ?? 0 };
  }
  return afterBets({ shown, nextKey: bets.nextKey }, unseen);
}

/** Many players share an alias: a cash-out is of the bet that it can have come from. */
function isOf(shown: ShownBet, out: BetMessage): boolean {
  if (shown.player !== out.player || shown.hundredths > 0) return false;
  return out.bet === undefined
    ? payoutOf(shown.bet, hundredthsOf(out.multiplier)) === out.payout
    : out.bet === shown.bet;
}
