/** What a game needs of the world. A reply of a command is a value, a refusal too; no answer in time is null. */
import type { TopicListener } from "@pitboss/client";

import type { BetRecord, FoundBet, Refusal, Wager } from "../bets/seat";

export type Answer<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: Omit<Refusal, "act"> };

export interface CrashPorts {
  /** Listen to the table; its state comes first, and anew after each gap. Returns what ends that. */
  readonly listen: (listener: TopicListener) => () => void;
  /** The estimate of the server's clock, Unix ms. */
  readonly now: () => number;
  readonly bet: (wager: Wager) => Promise<Answer<{ readonly betId: string }> | null>;
  readonly cashOut: (
    roundId: string,
  ) => Promise<Answer<{ readonly hundredths: number; readonly payout: number }> | null>;
  /** The own open bet at the table. Rejects when it cannot be asked. */
  readonly openBet: () => Promise<FoundBet | null>;
  /** An own bet, open or ended. Rejects when it cannot be asked. */
  readonly betRecord: (betId: string) => Promise<BetRecord>;
  /** Call back after some ms, unless what is returned is called. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** The name under which the table shows the player; empty when it is not known. */
  readonly alias: string;
}
