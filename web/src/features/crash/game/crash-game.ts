/**
 * A player at a table: the table's messages and the own bet, brought together; a store outside React.
 *
 * How a bet has ended is told by the answer to its cash-out, or else asked for: when the round is over, when the table
 * shows a cash-out that can be the own one, and after a time without the table. Listeners hear of a phase or the own bet
 * at once, of the bets of others a few times a second.
 */
import type { TopicMessage } from "@pitboss/client";

import { afterEvent, EMPTY_SEAT, isBusy, type OwnBet, type Plan, type Seat, type SeatEvent } from "../bets/seat";
import { hundredthsOf, payoutOf } from "../table/curve";
import { hundredthsShown, type Stage, stageOf, type Standstill, standstillOf } from "../table/moment";
import { afterMessage, type TableState, UNKNOWN_TABLE } from "../table/table-state";
import type { CrashPorts } from "./ports";

/** Between two looks at what the clock has made of the table. */
const LOOK_MS = 100;
/** Between two notices of bets of others. */
const NEWS_MS = 150;
/** Everybody's bet ends at once: looks at their ends are spread over this. */
const SPREAD_MS = 250;
const AGAIN_FIRST_MS = 400;
const AGAIN_MAX_MS = 5_000;

export interface Shown {
  readonly table: TableState;
  readonly seat: Seat;
  readonly stage: Stage;
  readonly standstill: Standstill;
  /** Why the table cannot be listened to: a code; empty while nobody has said so. */
  readonly refused: string;
}

const NOTHING_SHOWN: Shown = {
  table: UNKNOWN_TABLE,
  seat: EMPTY_SEAT,
  stage: "unknown",
  standstill: "none",
  refused: "",
};

export class CrashGame {
  #shown: Shown = NOTHING_SHOWN;
  readonly #listeners = new Set<() => void>();
  #leave: (() => void) | null = null;
  #cancelNews: (() => void) | null = null;
  #cancelLook: (() => void) | null = null;
  #cancelAgain: (() => void) | null = null;

  constructor(private readonly ports: CrashPorts) {}

  /** Sit down. Return what leaves again; bets that are open go on at the server. */
  readonly enter = (): (() => void) => {
    this.#leave = this.ports.listen((message) =>
      message.type === "refused" ? this.#refused(message.error.code) : this.#heard(message),
    );
    this.#look();
    return () => {
      this.#leave?.();
      this.#leave = null;
      for (const cancel of [this.#cancelNews, this.#cancelLook, this.#cancelAgain]) cancel?.();
      this.#cancelNews = this.#cancelLook = this.#cancelAgain = null;
    };
  };

  readonly current = (): Shown => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly now = (): number => this.ports.now();

  /** The name under which others see the player. */
  get alias(): string {
    return this.ports.alias;
  }

  // --- what a person does ---

  /** Bet on the round that is open, or else on the next one. */
  readonly bet = (plan: Plan): void => {
    const { table, seat, stage } = this.#shown;
    const isOpen = stage === "betting" && !isBusy(seat.own) && ownRound(seat.own) !== table.roundId;
    if (isOpen) void this.#place(plan);
    else this.#tell({ kind: "queued", plan });
  };

  readonly unqueue = (): void => this.#tell({ kind: "queued", plan: null });

  readonly cashOut = async (): Promise<void> => {
    const { own } = this.#shown.seat;
    if (own.at !== "open" || own.cashingOut > 0) return;
    const { roundId } = own.wager;
    this.#tell({ kind: "cashOutAsked", hundredths: hundredthsShown(this.#shown.table, this.now()) });
    const answer = await this.ports.cashOut(roundId);
    if (answer?.ok) {
      this.#tell({ kind: "cashedOut", roundId, hundredths: answer.hundredths, payout: answer.payout });
      return;
    }
    const refusal = answer?.refusal ?? { code: "no_answer", details: {} };
    this.#tell({ kind: "cashOutRefused", roundId, refusal: { act: "cashOut", ...refusal } });
    this.#settle(0); // the end of the bet is known by its record alone, if it has one by now
  };

  async #place(plan: Plan): Promise<void> {
    const { roundId } = this.#shown.table;
    this.#tell({ kind: "asked", wager: { ...plan, roundId } });
    const answer = await this.ports.bet({ ...plan, roundId });
    if (answer === null) {
      this.#tell({ kind: "unanswered", roundId });
      this.#seek(0);
    } else if (answer.ok) {
      this.#tell({ kind: "placed", roundId, betId: answer.betId });
      if (!this.#isRunningFor(roundId)) this.#settle(0); // the answer came after the end of the round
    } else {
      this.#tell({ kind: "refused", roundId, refusal: { act: "bet", ...answer.refusal } });
      if (answer.refusal.code === "already_bet") this.#seek(0); // from another tab
    }
  }

  // --- what the table says ---

  #heard(message: TopicMessage): void {
    const before = this.#shown.table;
    const table = afterMessage(before, message, this.now());
    if (table === before) return;
    const urgent = table.phase !== before.phase || table.roundId !== before.roundId || message.type === "state";
    this.#show({ table, refused: "" }, urgent);
    if (table.roundId !== before.roundId) this.#tell({ kind: "roundOpened", roundId: table.roundId });
    this.#followOwnBet(message, table);
    this.#placeQueued();
  }

  #followOwnBet(message: TopicMessage, table: TableState): void {
    const { own } = this.#shown.seat;
    if (message.type === "state") {
      if (own.at === "open") this.#settle(0);
      else if (own.at !== "placing") this.#seek(0);
    } else if (message.type === "bet_placed" && own.at === "none" && this.#isMine(message.payload)) {
      this.#seek(0); // from another tab, perhaps
    } else if (own.at === "open" && own.wager.roundId === table.roundId) {
      const isOut =
        message.type === "cashed_out" && this.#isMine(message.payload) && this.#canBeOut(own, message.payload);
      if (table.phase === "ended" || isOut) this.#settle(this.ports.random() * SPREAD_MS);
    }
  }

  #isMine(payload: { readonly player: string; readonly more?: readonly { readonly player: string }[] }): boolean {
    const { alias } = this.ports;
    return alias !== "" && [payload, ...(payload.more ?? [])].some((each) => each.player === alias);
  }

  #canBeOut(
    { wager }: Extract<OwnBet, { at: "open" }>,
    payload: Extract<TopicMessage, { type: "cashed_out" }>["payload"],
  ): boolean {
    return [payload, ...(payload.more ?? [])].some(
      (out) => payoutOf(wager.bet, hundredthsOf(out.multiplier)) === out.payout,
    );
  }

  #placeQueued(): void {
    const { seat, stage, table } = this.#shown;
    const free = !isBusy(seat.own) && ownRound(seat.own) !== table.roundId;
    if (seat.queued !== null && free && stage === "betting" && !table.stale) void this.#place(seat.queued);
  }

  #isRunningFor(roundId: string): boolean {
    const { table } = this.#shown;
    return table.roundId === roundId && table.phase !== "ended";
  }

  #refused(code: string): void {
    this.#show({ refused: code }, true);
  }

  // --- what is asked for ---

  /** Ask how the own bet has ended, until that is known. */
  #settle(waitMs: number, againMs = AGAIN_FIRST_MS): void {
    this.#later(waitMs, async () => {
      const { own } = this.#shown.seat;
      if (own.at !== "open") return;
      const record = await this.ports.betRecord(own.betId).catch(() => null);
      if (record !== null) this.#tell({ kind: "recorded", record });
      const { own: then } = this.#shown.seat;
      const isDue = then.at === "open" && then.betId === own.betId && !this.#isRunningFor(then.wager.roundId);
      if (isDue || record === null) this.#settle(againMs, Math.min(2 * againMs, AGAIN_MAX_MS));
    });
  }

  /** Ask whether there is an own bet, until an answer comes. */
  #seek(waitMs: number, againMs = AGAIN_FIRST_MS): void {
    this.#later(waitMs, async () => {
      try {
        const bet = await this.ports.openBet();
        this.#tell({ kind: "found", bet });
        if (bet?.accepted === false) this.#seek(againMs, Math.min(2 * againMs, AGAIN_MAX_MS));
        if (bet?.accepted && !this.#isRunningFor(bet.round_id)) this.#settle(0);
      } catch {
        this.#seek(againMs, Math.min(2 * againMs, AGAIN_MAX_MS));
      }
    });
  }

  /** One question is under way at most: a newer one takes the place of one that waits. */
  #later(waitMs: number, ask: () => Promise<void>): void {
    this.#cancelAgain?.();
    this.#cancelAgain = this.ports.after(waitMs, () => {
      this.#cancelAgain = null;
      if (this.#leave !== null) void ask();
    });
  }

  // --- what is shown ---

  #tell(event: SeatEvent): void {
    const seat = afterEvent(this.#shown.seat, event);
    if (seat === this.#shown.seat) return;
    this.#show({ seat }, true);
    this.#placeQueued();
  }

  #look(): void {
    this.#show({}, false);
    this.#cancelLook = this.ports.after(LOOK_MS, () => this.#look());
  }

  #show(change: Partial<Shown>, urgent: boolean): void {
    const before = this.#shown;
    const table = change.table ?? before.table;
    const now = this.now();
    const stage = stageOf(table, now);
    const standstill = standstillOf(table, now);
    const moved = stage !== before.stage || standstill !== before.standstill;
    if (!moved && Object.keys(change).length === 0) return;
    this.#shown = { ...before, ...change, stage, standstill };
    if (urgent || moved) this.#notify();
    else this.#cancelNews ??= this.ports.after(NEWS_MS, () => this.#notify());
  }

  #notify(): void {
    this.#cancelNews?.();
    this.#cancelNews = null;
    this.#listeners.forEach((listener) => listener());
  }
}

function ownRound(own: OwnBet): string {
  return own.at === "none" ? "" : own.wager.roundId;
}
