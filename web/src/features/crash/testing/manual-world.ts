/** A world for tests of the game: time that is moved by hand, a table that says what it is told to, answers on demand. */
import type { TopicListener, TopicMessage } from "@pitboss/client";

import type { BetRecord, FoundBet, Wager } from "../bets/seat";
import type { CrashPorts } from "../game/ports";

export const T0 = 1_795_396_399_000;

type BetAnswer = Awaited<ReturnType<CrashPorts["bet"]>>;
type CashOutAnswer = Awaited<ReturnType<CrashPorts["cashOut"]>>;

interface Due {
  readonly atMs: number;
  readonly callback: () => void;
}

/** Something that was asked and waits for its answer. */
class Asked<Question, Answer> {
  readonly questions: Question[] = [];
  #answer: ((answer: Answer) => void) | null = null;

  readonly ask = (question: Question): Promise<Answer> => {
    this.questions.push(question);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  };

  /** Answer the last question, and let what follows from that happen. */
  async answer(answer: Answer): Promise<void> {
    this.#answer?.(answer);
    await settled();
  }
}

/** Return when promises that are resolved have done their work. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

export class ManualWorld {
  nowMs = T0;
  readonly bets = new Asked<Wager, BetAnswer>();
  readonly cashOuts = new Asked<string, CashOutAnswer>();
  /** What the server has; a question while it is null fails. */
  open: FoundBet | null | "unreachable" = null;
  record: BetRecord | "unreachable" = "unreachable";
  looks: string[] = [];
  #listener: TopicListener | null = null;
  #due: Due[] = [];
  #n = 0;

  readonly ports: CrashPorts = {
    listen: (listener) => {
      this.#listener = listener;
      return () => {
        this.#listener = null;
      };
    },
    now: () => this.nowMs,
    bet: this.bets.ask,
    cashOut: this.cashOuts.ask,
    openBet: () => {
      this.looks.push("open");
      return this.open === "unreachable" ? Promise.reject(new Error("unreachable")) : Promise.resolve(this.open);
    },
    betRecord: (betId) => {
      this.looks.push(betId);
      return this.record === "unreachable" ? Promise.reject(new Error("unreachable")) : Promise.resolve(this.record);
    },
    after: (ms, callback) => {
      const due = { atMs: this.nowMs + ms, callback };
      this.#due.push(due);
      return () => {
        this.#due = this.#due.filter((each) => each !== due);
      };
    },
    random: () => 0,
    alias: "m***e",
  };

  get isListenedTo(): boolean {
    return this.#listener !== null;
  }

  get timers(): number {
    return this.#due.length;
  }

  /** The table says something; `n` follows the last message. */
  async says(type: TopicMessage["type"] | "refused", payload: object): Promise<void> {
    this.#n += 1;
    const message = type === "refused" ? { type, error: payload } : { type, n: this.#n, payload };
    this.#listener?.(message as Parameters<TopicListener>[0]);
    await this.pass(0);
  }

  /** Let time pass; what is due happens in its order. */
  async pass(ms: number): Promise<void> {
    const until = this.nowMs + ms;
    await settled();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#due = this.#due.filter((each) => each !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.callback();
      await settled();
    }
    this.nowMs = until;
  }

  #next(until: number): Due | undefined {
    return this.#due.filter((each) => each.atMs <= until).sort((a, b) => a.atMs - b.atMs)[0];
  }
}
