/**
 * What the app shows of its player: the client's state, and above it what is shown before the server has said it.
 *
 * Gold is the server's figure, changed by the marks of commands that are on their way. A mark goes when the push that
 * carries the command's effect is shown (`seq` of its reply), or at once when the command was refused. While a screen
 * holds gold (reels that still turn) the figure stands still. Values keep their identity until they change, so that
 * a reader of gold does not render when statistics come.
 */
import type { CommandPayload, CommandType, Connection, PlayerState, Push, TopicListener } from "@pitboss/client";

import type { SyncClient } from "./client";
import { faultOf, type Outcome } from "./outcome";

export interface Gold {
  readonly amount: number;
  /** The figure is not (only) what the server said last. */
  readonly optimistic: boolean;
}

/** What a command is expected to change, shown until the server has said it. */
export interface Expected {
  /** Added to gold: a stake is negative. */
  readonly gold?: number;
}

export interface SendOptions {
  readonly expected?: Expected;
  /** Of an earlier try whose outcome is unknown. */
  readonly id?: string;
}

export class SyncStore {
  #gold: Gold | undefined;
  readonly #marks = new Map<string, Expected>();
  readonly #holds = new Map<symbol, number>();
  readonly #listeners = new Set<() => void>();
  readonly #pushListeners = new Set<(push: Push) => void>();
  readonly #client: SyncClient;

  constructor(client: SyncClient) {
    this.#client = client;
    client.subscribe((change) => {
      if (change.kind === "push") {
        this.#pushListeners.forEach((listener) => listener(change.message));
      } else if (change.kind !== "reply") {
        this.#changed();
      }
    });
    this.#gold = this.#goldNow();
  }

  readonly start = (): (() => void) => {
    this.#client.connect();
    return () => this.#client.close();
  };

  /** Connect again after a final close. */
  readonly reconnect = (): void => this.#client.connect();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Call `listener` with every push, once. */
  readonly onPush = (listener: (push: Push) => void): (() => void) => {
    this.#pushListeners.add(listener);
    return () => this.#pushListeners.delete(listener);
  };

  get connection(): Connection {
    return this.#client.connection;
  }

  get player(): PlayerState | undefined {
    return this.#client.state;
  }

  get gold(): Gold | undefined {
    return this.#gold;
  }

  /** The server's clock, Unix ms. */
  readonly now = (): number => this.#client.now();

  readonly newId = (): string => this.#client.newId();

  readonly topic = (name: string, listener: TopicListener): (() => void) => this.#client.topic(name, listener);

  readonly adopt: SyncClient["adopt"] = (snapshot) => this.#client.adopt(snapshot);

  /** Send a command; resolves with its answer, and never rejects: what went wrong is an outcome too. */
  readonly send = async <T extends CommandType>(
    type: T,
    payload: CommandPayload<T>,
    { expected, id = this.newId() }: SendOptions = {},
  ): Promise<Outcome<T>> => {
    if (expected !== undefined) {
      this.#mark(id, expected);
    }
    try {
      const reply = await this.#client.command(type, payload, { id });
      // Not awaited: the answer is there, only the mark stays until the state shows its effect.
      void this.#client
        .confirmed(reply)
        .catch(() => undefined)
        .then(() => this.#unmark(id));
      return reply.ok
        ? reply
        : { ok: false, id, error: { code: reply.error.code, details: { ...reply.error.details } } };
    } catch (error) {
      this.#unmark(id);
      return { ok: false, id, error: faultOf(error) };
    }
  };

  /** Let gold stand still, as it is shown now, until what is returned is called. */
  readonly holdGold = (): (() => void) => {
    const hold = Symbol("hold");
    if (this.#gold !== undefined) {
      this.#holds.set(hold, this.#gold.amount);
      this.#changed();
    }
    return () => {
      if (this.#holds.delete(hold)) {
        this.#changed();
      }
    };
  };

  #mark(id: string, expected: Expected): void {
    this.#marks.set(id, expected);
    this.#changed();
  }

  #unmark(id: string): void {
    if (this.#marks.delete(id)) {
      this.#changed();
    }
  }

  #changed(): void {
    const gold = this.#goldNow();
    if (gold?.amount !== this.#gold?.amount || gold?.optimistic !== this.#gold?.optimistic) {
      this.#gold = gold;
    }
    this.#listeners.forEach((listener) => listener());
  }

  #goldNow(): Gold | undefined {
    const said = this.#client.state?.profile.gold;
    if (said === undefined) {
      return undefined;
    }
    const held = [...this.#holds.values()].at(0);
    if (held !== undefined) {
      // Marked whatever was said: the mark must not tell a loss from a win before the screen does.
      return { amount: held, optimistic: true };
    }
    const expected = [...this.#marks.values()].reduce((sum, mark) => sum + (mark.gold ?? 0), 0);
    return { amount: Math.max(0, said + expected), optimistic: expected !== 0 };
  }
}
