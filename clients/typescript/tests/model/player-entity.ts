/**
 * The player's entity of the model: what a server must do with commands, in the least code. It is the truth that the
 * client is compared with.
 *
 * A command is carried out once for each id; a refusal stores nothing. Pushes are numbered by `seq` within `epoch`, and
 * the last few are kept for a resume.
 */

import type { InitialState } from "../../src/messages";
import { PROFILE, stateOfPlayer } from "../texts";

const RING_PUSHES_MAX = 6;
const GOLD_AT_FIRST = 10_000;
const REWARD = 500;

export interface ModelPush {
  readonly type: string;
  readonly seq: number;
  readonly version: number;
  readonly payload: unknown;
  /** Set for purchases and rewards, which are shown again until they are acknowledged. */
  readonly event?: string;
}

export interface Answer {
  readonly ok: boolean;
  readonly code?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly seq: number;
  readonly version: number;
  readonly payload?: unknown;
}

type Payload = Readonly<Record<string, unknown>>;

export class PlayerEntity {
  epoch = "e1";
  seq = 0;
  version = 1;
  gold = GOLD_AT_FIRST;
  gamesPlayed = 0;
  /** The version of the slot machine in force; another release brings another. */
  machineVersion = 1;
  unacked: { readonly id: string; readonly type: string; readonly payload: Payload; readonly seq: number }[] = [];
  /** Gold after each version. */
  readonly goldOf = new Map<number, number>([[1, GOLD_AT_FIRST]]);
  /** Gold and rounds as the pushes up to a seq of an epoch show them: `valuesAt(epoch, seq)`. */
  readonly #values = new Map<string, readonly [gold: number, gamesPlayed: number]>();
  /** Answers of accepted commands, by id. */
  readonly accepted = new Map<string, { readonly body: string; readonly answer: Answer }>();
  ring: ModelPush[] = [];
  readonly #tell: (pushes: readonly ModelPush[]) => void;
  readonly #random: () => number;
  rewards = 0;
  #gamesShown = 0;

  constructor(tell: (pushes: readonly ModelPush[]) => void, random: () => number) {
    this.#tell = tell;
    this.#random = random;
  }

  snapshot(): InitialState {
    return stateOfPlayer({
      profile: this.#profile(),
      stats: this.#stats(),
      events_unacked: this.unacked.map(({ id, type, payload }) => ({ id, type, payload })),
      games: { slot: { machines: { cherries: { version: this.machineVersion } } }, rps: { version: 1 } },
    });
  }

  /** The pushes after `seq` of `epoch`; undefined when they are not there any more. */
  since(epoch: string, seq: number): readonly ModelPush[] | undefined {
    const first = this.ring[0]?.seq ?? this.seq + 1;
    return epoch === this.epoch && seq >= first - 1 && seq <= this.seq
      ? this.ring.filter((push) => push.seq > seq)
      : undefined;
  }

  /** Carry a command out, or say the stored answer again. */
  run(id: string, type: string, payload: Payload): Answer & { readonly dup: boolean } {
    const body = JSON.stringify([type, payload]);
    const known = this.accepted.get(id);
    if (known !== undefined) {
      const answer = known.body === body ? known.answer : this.#refused("idempotency_conflict");
      return { ...answer, dup: true };
    }
    const answer = this.#decide(type, payload);
    if (answer.ok && type !== "state.get") {
      this.accepted.set(id, { body, answer });
    }
    return { ...answer, dup: false };
  }

  /** The entity moves, or its host has died: pushes are numbered anew. */
  move(): void {
    this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
    this.seq = 0;
    this.ring = [];
    this.#values.set(`${this.epoch} 0`, [this.gold, this.gamesPlayed]);
  }

  /** Another version of the machine: the one that players were shown is no longer in force. */
  release(): void {
    this.machineVersion += 1;
  }

  valuesAt(epoch: string, seq: number): readonly [gold: number, gamesPlayed: number] | undefined {
    return this.#values.get(`${epoch} ${seq}`);
  }

  acknowledge(ids: ReadonlySet<string>): void {
    this.unacked = this.unacked.filter((event) => !ids.has(event.id));
  }

  #decide(type: string, payload: Payload): Answer {
    switch (type) {
      case "rps.play":
        return this.#played(Number(payload["bet"]), {});
      case "slot.spin":
        return payload["version"] === this.machineVersion
          ? this.#played(Number(payload["bet"]), { version: this.machineVersion })
          : this.#refused("version_conflict", { machine: payload["machine"], version: this.machineVersion });
      case "event.claim":
        return this.#claimed();
      case "seeds.rotate":
        return this.#turn([], { client_seed: payload["client_seed"] });
      case "event.ack": {
        const ids = new Set(payload["ids"] as string[]);
        const acknowledged = this.unacked.filter((event) => ids.has(event.id)).map((event) => event.id);
        this.acknowledge(ids);
        return this.#turn([], { acknowledged });
      }
      default:
        return this.#refused("unknown_type");
    }
  }

  #played(bet: number, more: Payload): Answer {
    if (bet > this.gold) {
      return this.#refused("insufficient_gold", { need: bet, have: this.gold });
    }
    const payout = this.#random() < 0.5 ? 0 : 2 * bet;
    this.gold += payout - bet;
    this.gamesPlayed += 1;
    const stats = { ...this.#stats(), game: "rps", by_game: {} };
    return this.#turn(
      [
        ["profile_update", this.#profile()],
        ["stats_update", stats],
      ],
      { ...more, payout, gold: this.gold },
    );
  }

  #claimed(): Answer {
    this.rewards += 1;
    const grant = { grant_id: `g${this.rewards}`, reward_type: "gold", amount: REWARD, source: "event:ev7" };
    this.gold += REWARD;
    return this.#turn(
      [
        ["profile_update", this.#profile()],
        ["reward_granted", grant, grant.grant_id],
      ],
      { gold: this.gold },
    );
  }

  #turn(told: readonly (readonly [type: string, payload: Payload | object, event?: string])[], reply: Payload): Answer {
    this.version += 1;
    this.goldOf.set(this.version, this.gold);
    const pushes = told.map(([type, payload, event]) => {
      this.seq += 1;
      const games = type === "stats_update" ? this.gamesPlayed : this.#gamesShown;
      this.#gamesShown = games;
      this.#values.set(`${this.epoch} ${this.seq}`, [this.gold, games]);
      return { type, seq: this.seq, version: this.version, payload, ...(event === undefined ? {} : { event }) };
    });
    for (const { event, type, payload, seq } of pushes) {
      if (event !== undefined) {
        this.unacked.push({ id: event, type, payload: payload as Payload, seq });
      }
    }
    this.ring = [...this.ring, ...pushes].slice(-RING_PUSHES_MAX);
    this.#tell(pushes);
    return { ok: true, seq: this.seq, version: this.version, payload: reply };
  }

  #refused(code: string, details: Payload = {}): Answer {
    return { ok: false, code, details, seq: 0, version: this.version };
  }

  #profile(): InitialState["profile"] {
    return { ...PROFILE, gold: this.gold, gold_balance: this.gold };
  }

  #stats(): InitialState["stats"] {
    return { ...stateOfPlayer().stats, games_played: this.gamesPlayed };
  }
}
