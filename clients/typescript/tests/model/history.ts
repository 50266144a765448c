/**
 * A history of the model: a player who acts, a server that moves and restarts, a network that fails; and what must be
 * true at its end, when the weather has cleared and all has come to rest.
 */

import { expect } from "vitest";

import { PitbossClient } from "../../src/client";
import { chance, ManualWorld } from "../manual-world";
import { type Act, perform } from "./acts";
import { ModelGateway } from "./gateway";
import { CALM, Network } from "./network";
import { type Asked, Player } from "./player";
import { PlayerSession } from "./session";

/** Longer than any time-out, back-off or silence that the client bears. */
const LONG_MS = 150_000;
const BETWEEN_ACTS_MS = 30;

export class History {
  readonly world: ManualWorld;
  readonly session: PlayerSession;
  readonly gateway: ModelGateway;
  readonly network: Network;
  readonly client: PitbossClient;
  readonly player: Player;

  constructor(seed: number) {
    this.world = new ManualWorld((_url, _protocol, listener) => this.network.open(listener), chance(seed));
    this.session = new PlayerSession(() => this.world.now());
    this.gateway = new ModelGateway(this.world, this.session, chance(seed + 1));
    this.network = new Network(this.world, this.gateway, chance(seed + 2));
    this.client = new PitbossClient({
      url: "wss://model/api/realtime/sync",
      clientName: "model/1",
      tokens: this.session,
      environment: this.world,
    });
    this.player = new Player(this.client, this.world, this.gateway.entity);
    this.network.dialled = () => this.player.dials();
    this.network.left = () => this.player.leaves();
    this.network.clientTold = (code) => this.player.closed(code);
    this.gateway.connected = (resumes) => this.player.connects(resumes);
  }

  /** @throws AssertionError */
  async run(acts: readonly Act[]): Promise<void> {
    this.client.connect();
    await this.world.advance(100);
    for (const act of acts) {
      perform(this, act);
      await this.world.advance(act.do === "wait" ? act.ms : BETWEEN_ACTS_MS);
    }
    await this.#comeToRest();
    await this.#judge();
  }

  /** The weather clears, what was not answered is asked for again, and one more command is played. */
  async #comeToRest(): Promise<void> {
    this.network.weather = CALM;
    this.gateway.overload = 0;
    this.gateway.quick();
    this.session.isUnreachable = false;
    perform(this, { do: "signal", signal: "awake" });
    perform(this, { do: "signal", signal: "online" });
    perform(this, { do: "log_in" });
    await this.world.advance(LONG_MS);
    perform(this, { do: "log_in" });
    this.player.checkMarks();
    this.player.askAgain();
    this.player.play(1);
    await this.world.advance(LONG_MS);
  }

  async #judge(): Promise<void> {
    const { client, gateway, player } = this;
    const { epoch, seq, gamesPlayed: games_played, rewards } = gateway.entity;
    const { profile } = gateway.entity.snapshot();
    player.asked.forEach((asked) => this.#judgeOutcome(asked));
    expect(player.violations).toEqual([]);
    expect(client.connection.status).toBe("open");
    expect(client.state).toMatchObject({ epoch, seq, profile, stats: { games_played } });
    expect([...player.marks], "marks that stayed").toEqual([]);
    expect(new Set(player.rewards).size, "rewards that were handed on").toBe(rewards);
    expect(player.rewards, "rewards, each handed on once").toHaveLength(rewards);
    this.#judgeIds();
    this.network.cut();
    await this.world.advance(LONG_MS);
    gateway.broadcast();
    await this.world.advance(1_000);
    expect(player.topicN, "the newest message of the topic").toBe(gateway.topicN);
    expect(player.violations).toEqual([]);
  }

  /** An answer is one that the server gave, told once; in calm weather there is always one. */
  #judgeOutcome({ id, type, outcome, told }: Asked): void {
    const { player, gateway } = this;
    const stored = gateway.entity.accepted.get(id)?.answer;
    if (outcome === undefined || outcome instanceof Error) {
      player.check(false, `${type} was not answered in calm weather: ${outcome?.message}`);
      return;
    }
    player.check(told === 1, `the answer to ${type} was told ${told} times`);
    if (outcome.ok) {
      const isSame = JSON.stringify(outcome.payload) === JSON.stringify(stored?.payload);
      player.check(isSame && outcome.version === stored?.version, `${type} was answered with another's answer`);
    } else if (outcome.error.code === "frame_too_big") {
      player.check(type === "event.ack" && stored === undefined, `${type} was refused for its size`);
    } else {
      const codes = gateway.refusals.get(id) ?? [];
      player.check(codes.includes(outcome.error.code), `${type} was refused with ${outcome.error.code} by nobody`);
    }
  }

  /** A command keeps its id and its bytes, and is sent under no other id. */
  #judgeIds(): void {
    const own = new Set(this.player.asked.map(({ id }) => id));
    for (const [content, ids] of this.gateway.ids) {
      const isOwn = [...ids].some((id) => own.has(id));
      expect(!isOwn || ids.size === 1, `${content} came under ${[...ids].join(" and ")}`).toBe(true);
    }
    for (const [id, texts] of this.gateway.texts) {
      expect(texts.size, `the bytes of ${id}`).toBe(1);
    }
  }
}
