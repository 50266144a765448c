/** A client without a socket, for tests: they say what the server says. */
import type { Change, CommandType, Connection, InitialState, PlayerState, Push, Reply } from "@pitboss/client";

import type { SyncClient } from "./client";

/** A player who has signed up and done nothing. */
export const NEW_PLAYER: InitialState = {
  profile: { gold: 1_000, gold_balance: 1_000, gems: 0, xp: 0, tier: "BRONZE", shards: 0, debts: {} },
  stats: {
    games_played: 0,
    wins: 0,
    losses: 0,
    win_rate: 0,
    total_wagered: 0,
    total_won: 0,
    biggest_win: 0,
    best_multiplier: 0,
    current_streak: 0,
    by_game: {},
  },
  streak: {
    count: 0,
    longest: 0,
    freezes: 0,
    freezes_max: 2,
    freeze_price: 200,
    ticked_today: false,
    next_reset: 0,
    run: 0,
    time_zone: "UTC",
    claimable: 0,
    next_claim: null,
  },
  events: [],
  purchases_pending: [],
  events_unacked: [],
  events_filed: 0,
  games: {},
};

type Sent = { readonly id: string; readonly type: CommandType; readonly payload: unknown };

export class FakeClient {
  connection: Connection = { status: "connecting" };
  state: PlayerState | undefined;
  readonly sent: Sent[] = [];
  readonly topics = new Map<string, Parameters<SyncClient["topic"]>[1]>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #answers = new Map<string, (reply: Reply) => void>();
  readonly #confirmations = new Map<string, () => void>();
  #ids = 0;

  connect = (): void => this.becomes({ status: "open" });
  close = (): void => this.becomes({ status: "stopped", code: 1000, reason: "closed" });
  now = (): number => 1_000_000;
  newId = (): string => `id-${(this.#ids += 1)}`;

  subscribe = (listener: (change: Change) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  command = ((type: CommandType, payload: unknown, options?: { readonly id?: string }) => {
    const id = options?.id ?? this.newId();
    this.sent.push({ id, type, payload });
    return new Promise((resolve) => this.#answers.set(id, resolve as (reply: Reply) => void));
  }) as SyncClient["command"];

  confirmed = (reply: Reply): Promise<void> =>
    reply.ok ? new Promise((resolve) => this.#confirmations.set(reply.re, resolve)) : Promise.resolve();

  topic: SyncClient["topic"] = (name, listener) => {
    this.topics.set(name, listener);
    return () => this.topics.delete(name);
  };

  adopt: SyncClient["adopt"] = ({ payload }) => this.shows(payload);

  /** The state becomes what it was, with `parts` in place. */
  shows(parts: Partial<InitialState>): void {
    const { events: before, ...rest } = this.state ?? { ...NEW_PLAYER, events: {}, epoch: "e", seq: 0, version: 0 };
    const events = parts.events === undefined ? before : Object.fromEntries(parts.events.map((e) => [e.event_id, e]));
    this.state = { ...rest, ...parts, events };
    this.#emit({ kind: "state", parts: new Set(["profile"]) });
  }

  gold(amount: number): void {
    this.shows({ profile: { ...(this.state?.profile ?? NEW_PLAYER.profile), gold: amount, gold_balance: amount } });
  }

  becomes(connection: Connection): void {
    this.connection = connection;
    this.#emit({ kind: "connection" });
  }

  pushes(message: Push): void {
    this.#emit({ kind: "push", message });
  }

  /** Answer the command `id`; its effect is not shown yet. */
  answers(id: string, payload: unknown): void {
    this.#answers.get(id)?.({ ok: true, re: id, epoch: "e", seq: 1, version: 1, dup: false, payload } as Reply);
  }

  refuses(id: string, error: { readonly code: string; readonly status: number }): void {
    this.#answers.get(id)?.({ ok: false, re: id, error } as Reply);
  }

  confirms(id: string): void {
    this.#confirmations.get(id)?.();
  }

  #emit(change: Change): void {
    this.#listeners.forEach((listener) => listener(change));
  }
}
