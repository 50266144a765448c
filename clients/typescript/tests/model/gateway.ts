/**
 * The gateway of the model: what docs/protocol.md says of `connect`, `hello`, resume, pings, tokens, refusals for now,
 * slow readers and close codes, over one entity. It keeps what came in, for the verdicts.
 */

import type { ManualWorld } from "../manual-world";
import type { Line, Listening } from "./network";
import { type Answer, type ModelPush, PlayerEntity } from "./player-entity";
import type { PlayerSession } from "./session";

export const FRAME_BYTES_MAX = 700;
const CONNECT_WITHIN_MS = 5_000;
const PING_MS = 25_000;
const PONG_WITHIN_MS = 10_000;
const TOKEN_GRACE_MS = 25_000;
const RETRYABLE = new Set(["rate_limited", "timeout", "unavailable"]);

interface Message {
  readonly id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ack?: number;
}

/** A client that has been let in, or is about to be. */
interface Visit {
  isIn: boolean;
  /** The seq that was last sent to it. */
  prev: number;
  tokenExp: number;
  pongBy: number;
  watches: boolean;
  /** Purchases and rewards that were sent to it, with the seq. */
  readonly delivered: (readonly [seq: number, id: string])[];
  /** What waits for a reader that is slow; undefined for one that is not. */
  waiting: ModelPush[] | undefined;
}

export class ModelGateway implements Listening {
  readonly entity: PlayerEntity;
  /** Called when a client is let in, with whether it resumes. */
  connected: (resumes: boolean) => void = () => undefined;
  /** Chance of a refusal for now, from 0 to 1. */
  overload = 0;
  /** Number of the newest message of the table. */
  topicN = 0;
  /** The text of each command by its id, and the ids under which each content came. */
  readonly texts = new Map<string, Set<string>>();
  readonly ids = new Map<string, Set<string>>();
  /** The codes with which a command was refused for good, by its id. */
  readonly refusals = new Map<string, string[]>();
  readonly #world: ManualWorld;
  readonly #session: PlayerSession;
  readonly #random: () => number;
  readonly #visits = new Map<Line, Visit>();
  #elsewhere = 0;

  constructor(world: ManualWorld, session: PlayerSession, random: () => number) {
    this.#world = world;
    this.#session = session;
    this.#random = random;
    this.entity = new PlayerEntity(
      (pushes) => this.#visits.forEach((visit, line) => this.#tell(line, visit, pushes)),
      random,
    );
  }

  // --- what happens to it ---

  closeAll(code: number): void {
    [...this.#visits.keys()].forEach((line) => this.#close(line, code));
  }

  /** The host of the entity dies, and its open sockets get the state from the next one. */
  takeOver(): void {
    this.entity.move();
    this.#visits.forEach((visit, line) => visit.isIn && this.#show(line, visit, true));
  }

  /** From now on readers are slow: states that wait are replaced by newer ones. */
  slow(): void {
    this.#visits.forEach((visit) => (visit.waiting ??= []));
  }

  quick(): void {
    this.#visits.forEach((visit, line) => {
      const waiting = visit.waiting ?? [];
      visit.waiting = undefined;
      this.#tell(line, visit, waiting);
    });
  }

  announceDrain(): void {
    const text = JSON.stringify({ type: "reconnect", payload: { reason: "drain", window_ms: 5_000 } });
    this.#visits.forEach((_, line) => line.send(text));
  }

  /** Something happens at the table. */
  broadcast(): void {
    this.topicN += 1;
    const text = JSON.stringify({ topic: "crash:main", type: "tick", n: this.topicN, payload: {} });
    this.#visits.forEach((visit, line) => visit.watches && line.send(text));
  }

  /** The player plays on another device. */
  playElsewhere(bet: number): void {
    this.#elsewhere += 1;
    this.entity.run(`elsewhere-${this.#elsewhere}`, "rps.play", { bet });
  }

  // --- lines ---

  opened(line: Line): void {
    const visit = { isIn: false, prev: 0, tokenExp: 0, pongBy: Infinity, watches: false, waiting: undefined };
    this.#visits.set(line, { ...visit, delivered: [] });
    this.#world.after(CONNECT_WITHIN_MS, () => {
      if (this.#visits.get(line)?.isIn === false) {
        this.#close(line, 4008);
      }
    });
  }

  closed(line: Line): void {
    this.#visits.delete(line);
  }

  received(line: Line, text: string): void {
    const visit = this.#visits.get(line);
    if (visit === undefined) {
      return;
    }
    if (text.length > FRAME_BYTES_MAX) {
      this.#close(line, 1009);
      return;
    }
    const message = JSON.parse(text) as Message;
    if (!visit.isIn) {
      if (message.type === "connect") {
        this.#admit(line, visit, message);
      } else {
        this.#close(line, 4500);
      }
    } else if (message.type === "pong") {
      this.#ponged(visit, message.ack ?? -1);
    } else if (message.type !== "connect") {
      this.#asked(line, visit, message, text);
    }
  }

  #admit(line: Line, visit: Visit, message: Message): void {
    const { id, payload } = message;
    const claims = this.#session.claimsOf(String(payload["token"]));
    if (claims === undefined || claims.exp <= this.#world.now()) {
      this.#close(line, claims === undefined ? 4501 : 4005);
      return;
    }
    visit.isIn = true;
    visit.tokenExp = claims.exp;
    const resume = payload["resume"] as { readonly epoch: string; readonly seq: number } | undefined;
    this.connected(resume !== undefined);
    const missed = resume === undefined ? undefined : this.entity.since(resume.epoch, resume.seq);
    const { epoch, seq } = this.entity;
    const hello = { session: "s", epoch, seq, recovered: missed !== undefined, replayed: missed?.length ?? 0 };
    const times = { ping_ms: PING_MS, token_exp: claims.exp, now: this.#world.now() };
    line.send(JSON.stringify({ re: id, type: "hello", payload: { ...hello, ...times } }));
    if (missed === undefined) {
      this.#show(line, visit);
    } else {
      visit.prev = resume?.seq ?? 0;
      this.#tell(line, visit, missed);
    }
    this.#world.after(PING_MS, () => this.#ping(line));
  }

  #ping(line: Line): void {
    const visit = this.#visits.get(line);
    if (visit === undefined) {
      return;
    }
    if (this.#world.now() >= visit.tokenExp + TOKEN_GRACE_MS) {
      this.#close(line, 4005);
      return;
    }
    visit.pongBy = this.#world.now() + PONG_WITHIN_MS;
    line.send(JSON.stringify({ type: "ping", t: this.#world.now() }));
    this.#world.after(PONG_WITHIN_MS, () => this.#world.now() >= visit.pongBy && this.#close(line, 4003));
    this.#world.after(PING_MS, () => this.#ping(line));
  }

  #ponged(visit: Visit, ack: number): void {
    visit.pongBy = Infinity;
    const handled = visit.delivered.filter(([seq]) => seq <= ack);
    this.entity.acknowledge(new Set(handled.map(([, id]) => id)));
  }

  // --- commands ---

  #asked(line: Line, visit: Visit, message: Message, text: string): void {
    const { id, type, payload } = message;
    switch (type) {
      case "auth.refresh": {
        const claims = this.#session.claimsOf(String(payload["token"]));
        if (claims === undefined) {
          this.#close(line, 4501);
        } else {
          visit.tokenExp = claims.exp;
          this.#answer(line, id, { ok: true, seq: 0, version: 0, payload: { token_exp: claims.exp } }, false);
        }
        return;
      }
      case "crash.subscribe":
      case "crash.unsubscribe":
        visit.watches = type === "crash.subscribe";
        this.#answer(line, id, { ok: true, seq: this.topicN, version: 0, payload: {} }, false);
        return;
      default:
        this.#commanded(line, message, text);
    }
  }

  #commanded(line: Line, { id, type, payload }: Message, text: string): void {
    remember(this.texts, id, text);
    remember(this.ids, JSON.stringify([type, payload]), id);
    const luck = this.#random();
    if (luck < this.overload) {
      const isCarriedOut = luck < this.overload / 3; // nobody knows, when the time for an answer is over
      if (isCarriedOut) {
        this.entity.run(id, type, payload);
      }
      const refusal = { ok: false, code: isCarriedOut ? "timeout" : "rate_limited", seq: 0, version: 0 };
      this.#answer(line, id, { ...refusal, details: { retry_after_ms: 200 } }, false);
      return;
    }
    const { dup, ...answer } = this.entity.run(id, type, payload);
    if (!answer.ok) {
      this.refusals.set(id, [...(this.refusals.get(id) ?? []), answer.code ?? ""]);
    }
    this.#answer(line, id, answer, dup);
  }

  #answer(line: Line, re: string, { ok, code, details, seq, version, payload }: Answer, dup: boolean): void {
    const error = { code, status: 409, retryable: RETRYABLE.has(code ?? ""), details: details ?? {} };
    line.send(
      JSON.stringify(ok ? { re, ok, seq, version, payload, ...(dup ? { dup } : {}) } : { re, ok, version, error }),
    );
  }

  // --- pushes ---

  #show(line: Line, visit: Visit, opensEpoch = false): void {
    const { epoch, seq, version, unacked } = this.entity;
    visit.prev = seq;
    visit.waiting = visit.waiting === undefined ? undefined : [];
    unacked.forEach((event) => visit.delivered.push([seq, event.id]));
    // One that opens an epoch is spared: a push does not name its epoch, so nothing tells it from one of the last.
    const text = JSON.stringify({ type: "initial_state", epoch, seq, version, payload: this.entity.snapshot() });
    line.send(text, opensEpoch);
  }

  #tell(line: Line, visit: Visit, pushes: readonly ModelPush[]): void {
    if (!visit.isIn) {
      return;
    }
    if (visit.waiting !== undefined) {
      const fresh = new Set(pushes.filter((push) => push.event === undefined).map((push) => push.type));
      visit.waiting = [...visit.waiting.filter((push) => !fresh.has(push.type)), ...pushes];
      return;
    }
    for (const { type, seq, version, payload, event } of pushes) {
      line.send(JSON.stringify({ type, seq, prev: visit.prev, version, payload }));
      visit.prev = seq;
      if (event !== undefined) {
        visit.delivered.push([seq, event]);
      }
    }
  }

  #close(line: Line, code: number): void {
    if (this.#visits.delete(line)) {
      line.close(code);
    }
  }
}

function remember(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}
