/**
 * A player of the model, and what must be true of what they are shown at every moment.
 *
 * They do as an application would: mark what a command is expected to change, take the mark away when the effect is
 * shown or the command was refused, and ask again under the same id where there was no answer.
 */

import type { Change, PitbossClient } from "../../src/client";
import { ruleOf } from "../../src/core/reconnection";
import { NoAnswer, Stopped } from "../../src/errors";
import type { CommandPayload, CommandType, Reply, TopicMessage, TopicRefused } from "../../src/vocabulary";
import type { ManualWorld } from "../manual-world";
import type { PlayerEntity } from "./player-entity";

const TOO_LARGE = "x".repeat(800);
/** How far a difference of Unix times may be off, in ms. */
const CLOCK_MS = 0.01;
/** From the dialling of a socket to the state: ten seconds to open, thirty more. */
const READY_WITHIN_MS = 40_000 + CLOCK_MS;

export interface Asked {
  readonly id: string;
  readonly type: CommandType;
  readonly payload: unknown;
  /** How often listeners were told its answer. */
  told: number;
  outcome: Reply | Error | undefined;
}

export class Player {
  readonly asked: Asked[] = [];
  /** Commands whose effect is expected and not shown yet, by id. */
  readonly marks = new Set<string>();
  readonly rewards: string[] = [];
  readonly violations: string[] = [];
  /** Each wait as a part of its bound. */
  readonly jitters: number[] = [];
  /** What happened to this player, in a word each. */
  readonly met = new Set<string>();
  /** `n` of the newest message of the table. */
  topicN: number | undefined;
  /** Pushes were held back for a slow reader, who gets the state of one turn with that of a later one. */
  isSlow = false;
  /** Messages were lost one by one: the last of them is missed only when another push comes. */
  mayMiss = false;
  /** A snapshot was read over REST, ahead of the pushes; until a socket has caught up. */
  hasRead = false;
  readonly #client: PitbossClient;
  readonly #world: ManualWorld;
  readonly #entity: PlayerEntity;
  #mayDialMs = 0;
  #dialledMs: number | undefined;
  /** The earliest version that had the gold which is shown. */
  #shownVersion = 0;
  #mustNotResume = false;

  constructor(client: PitbossClient, world: ManualWorld, entity: PlayerEntity) {
    this.#client = client;
    this.#world = world;
    this.#entity = entity;
    client.subscribe((change) => this.#changed(change));
    client.topic("crash:main", (message) => this.#heard(message));
  }

  // --- acts ---

  play(bet: number): void {
    this.#ask("rps.play", { bet: bet + this.asked.length, choice: "rock" }); // no two have the same content
  }

  spin(bet: number): void {
    this.#ask("slot.spin", { machine: "cherries", bet: bet + this.asked.length, version: this.#machineVersion() ?? 1 });
  }

  claim(): void {
    this.#ask("event.claim", { event_id: `ev${this.asked.length}` });
  }

  rotate(): void {
    this.#ask("seeds.rotate", { client_seed: `seed-${this.asked.length}` });
  }

  sendTooLarge(): void {
    this.#ask("event.ack", { ids: [`${TOO_LARGE}${this.asked.length}`] });
  }

  /** What was answered is shown by now, without another push. */
  checkMarks(): void {
    const answered = this.asked.filter(({ outcome }) => outcome !== undefined && !(outcome instanceof Error));
    const stuck = answered.filter(({ id }) => this.marks.has(id)).map(({ type }) => type);
    this.check(this.mayMiss || stuck.length === 0, `the effect of ${stuck.join(", ")} was never shown`);
  }

  /** Ask again for what was not answered. */
  askAgain(): void {
    for (const asked of this.asked) {
      this.check(asked.outcome !== undefined, `${asked.type} never ended`);
      if (asked.outcome instanceof Error) {
        const isTyped = asked.outcome instanceof NoAnswer || asked.outcome instanceof Stopped;
        this.check(isTyped, `${asked.type} ended with ${asked.outcome.message}`);
        this.met.add(asked.outcome.name);
        this.#send(asked);
      }
    }
  }

  #ask<T extends CommandType>(type: T, payload: CommandPayload<T>): void {
    const asked: Asked = { id: this.#client.newId(), type, payload, told: 0, outcome: undefined };
    this.asked.push(asked);
    this.#send(asked);
  }

  #send(asked: Asked): void {
    const { id, type, payload } = asked;
    asked.outcome = undefined;
    asked.told = 0;
    this.marks.add(id);
    this.#client.command(type, payload as CommandPayload<CommandType>, { id }).then(
      (reply) => {
        asked.outcome = reply;
        void this.#client.confirmed(reply).then(
          () => this.#confirmed(asked, reply),
          () => this.marks.delete(id),
        );
      },
      (error: unknown) => {
        asked.outcome = error as Error;
        this.marks.delete(id);
      },
    );
  }

  // --- what happens around them ---

  /** A sign may cut a wait short. */
  hurried(): void {
    this.#mayDialMs = 0;
  }

  dials(): void {
    this.check(this.#world.monotonic() >= this.#mayDialMs, "the client dials before its wait is over");
    this.#dialledMs = this.#world.monotonic();
  }

  /** The client closes its socket. */
  leaves(): void {
    const heldMs = this.#world.monotonic() - (this.#dialledMs ?? this.#world.monotonic());
    this.check(heldMs <= READY_WITHIN_MS, `a socket without a state was kept for ${heldMs} ms`);
    this.#dialledMs = undefined;
  }

  /** The client was told that its socket is closed. */
  closed(code: number): void {
    this.met.add(String(code));
    const isFinal = code === 1000 || (code >= 4500 && code < 5000 && code !== 4501);
    this.check(!isFinal || this.#client.connection.status === "stopped", `the client goes on after ${code}`);
    this.#mustNotResume = code === 4004;
  }

  connects(resumes: boolean): void {
    this.check(!resumes || !this.#mustNotResume, "the client resumes after a resync");
  }

  check(holds: boolean, violation: string): void {
    if (!holds) {
      this.violations.push(`${violation}, at ${this.#world.monotonic()} ms`);
    }
  }

  // --- what is true at every moment ---

  #changed(change: Change): void {
    switch (change.kind) {
      case "connection":
        this.#connectionChanged();
        break;
      case "state":
        this.#checkGold();
        break;
      case "push":
        if (change.message.type === "reward_granted") {
          this.rewards.push(change.message.payload.grant_id);
        }
        break;
      case "reply":
        this.#replied(change.reply);
        break;
      default:
        change satisfies never;
    }
  }

  /** Gold is one that the player had, and never one from before the one that was shown. */
  #checkGold(): void {
    const gold = this.#client.state?.profile.gold;
    const had = [...this.#entity.goldOf].filter(([version]) => version >= this.#shownVersion);
    const [version] = had.find(([, known]) => known === gold) ?? [];
    this.check(version !== undefined, `${gold} gold is shown, which is of the past or was never the player's`);
    this.#shownVersion = version ?? this.#shownVersion;
    this.#checkValues();
  }

  /** Once the state is complete it is what the pushes up to its seq come to: none is left out, none comes twice. */
  #checkValues(): void {
    const { state, connection } = this.#client;
    const expected = state && this.#entity.valuesAt(state.epoch, state.seq);
    if (connection.status !== "open" || expected === undefined || this.isSlow || this.hasRead) {
      return;
    }
    const [gold, games] = expected;
    const isShown = state?.profile.gold === gold && state.stats.games_played === games;
    this.check(
      isShown,
      `${state?.profile.gold} gold is shown at seq ${state?.seq}, not ${gold}; or not ${games} rounds`,
    );
  }

  #replied(reply: Reply): void {
    this.met.add(reply.ok ? (reply.dup ? "dup" : "ok") : reply.error.code);
    this.asked.filter(({ id }) => id === reply.re).forEach((asked) => (asked.told += 1));
    if (!reply.ok && reply.error.code === "version_conflict") {
      this.check(reply.error.details.version === this.#machineVersion(), "a conflict's version is not shown");
    }
  }

  #connectionChanged(): void {
    const { connection } = this.#client;
    this.met.add(connection.status);
    if (connection.status === "open") {
      this.met.add(connection.resumed === undefined ? "snapshot" : `resumed`);
      this.#dialledMs = undefined;
      this.#mustNotResume = false;
      this.hasRead = false;
      this.#checkValues();
    }
    if (connection.status === "waiting") {
      this.#checkWait(connection.retryAt - this.#world.now(), connection.code, connection.attempt);
    }
  }

  #checkWait(waitMs: number, code: number, attempt: number): void {
    const rule = ruleOf(code);
    const bound = rule.wait === "window" ? 5_000 : Math.min(20_000, 500 * 2 ** (attempt - 1));
    const isWithin = waitMs >= rule.atLeastMs - CLOCK_MS && waitMs <= rule.atLeastMs + bound;
    this.check(isWithin, `a wait of ${waitMs} ms after ${code}, attempt ${attempt}`);
    this.jitters.push((waitMs - rule.atLeastMs) / bound);
    this.#mayDialMs = this.#world.monotonic() + waitMs - CLOCK_MS;
  }

  #confirmed(asked: Asked, reply: Reply): void {
    this.marks.delete(asked.id);
    const { state } = this.#client;
    if (reply.ok && state !== undefined) {
      const since = [...this.#entity.goldOf].filter(([version]) => version >= reply.version);
      const isShown = this.isSlow || since.some(([, gold]) => gold === state.profile.gold);
      this.check(isShown, `${asked.type} was called shown before it was`);
    }
  }

  #heard(message: TopicMessage | TopicRefused): void {
    if (message.type === "refused") {
      this.check(false, "the topic was refused");
      return;
    }
    const isNext = message.type === "state" || message.n === (this.topicN ?? NaN) + 1;
    this.check(isNext, `message ${message.n} of the topic after ${this.topicN}`);
    this.topicN = message.n;
  }

  #machineVersion(): number | undefined {
    const slot = this.#client.state?.games["slot"] as
      { readonly machines?: { readonly cherries?: { readonly version: number } } } | undefined;
    return slot?.machines?.cherries?.version;
  }
}
