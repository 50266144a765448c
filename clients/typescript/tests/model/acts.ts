/** What can happen in a history: to the player, the server, the session and the network; and how likely it is. */

import fc from "fast-check";

import type { Signal } from "../../src/environment";
import type { History } from "./history";
import type { Weather } from "./network";

interface Acts {
  readonly play: { readonly bet: number; readonly times: number };
  readonly spin: { readonly bet: number; readonly times: number };
  readonly claim: object;
  /** A command whose turn pushes nothing. */
  readonly rotate: object;
  readonly send_too_large: object;
  /** The connection breaks, the player plays on another device, and the snapshot is read over REST. */
  readonly read_while_away: { readonly bet: number };
  readonly cut: object;
  readonly fall_silent: object;
  readonly take_over: object;
  /** Another version of the slot machine comes into force while players play. */
  readonly release: object;
  readonly drain: object;
  readonly slow: object;
  readonly quick: object;
  readonly log_out: object;
  readonly log_in: object;
  /** All sockets close and the entity begins another epoch, perhaps with another release. */
  readonly restart: { readonly code: number; readonly release: boolean };
  readonly close: { readonly code: number };
  readonly weather: { readonly weather: Weather };
  readonly overload: { readonly chance: number };
  readonly refresh_fails: { readonly fails: boolean };
  readonly signal: { readonly signal: Signal };
  readonly broadcast: { readonly times: number };
  /** The player plays on another device. */
  readonly play_elsewhere: { readonly bet: number };
  readonly wait: { readonly ms: number };
}

export type Act = { readonly [K in keyof Acts]: { readonly do: K } & Acts[K] }[keyof Acts];

type Doing = { readonly [K in keyof Acts]: (history: History, act: Acts[K]) => void };

const DOING: Doing = {
  play: ({ player }, { bet, times }) => repeat(times, () => player.play(bet)),
  spin: ({ player }, { bet, times }) => repeat(times, () => player.spin(bet)),
  claim: ({ player }) => player.claim(),
  rotate: ({ player }) => player.rotate(),
  send_too_large: ({ player }) => player.sendTooLarge(),
  read_while_away: ({ client, gateway, network, player }, { bet }) => {
    network.cut();
    player.hasRead = true;
    repeat(2, () => gateway.playElsewhere(bet));
    const { entity } = gateway;
    client.adopt({ seq: entity.seq, version: entity.version, payload: entity.snapshot() });
  },
  cut: ({ network }) => network.cut(),
  fall_silent: ({ network }) => network.silence(),
  take_over: ({ gateway }) => gateway.takeOver(),
  release: ({ gateway }) => gateway.entity.release(),
  drain: ({ gateway }) => {
    gateway.announceDrain();
    gateway.closeAll(4001);
  },
  slow: ({ gateway, player }) => {
    player.isSlow = true;
    gateway.slow();
  },
  quick: ({ gateway }) => gateway.quick(),
  log_out: ({ gateway, session }) => {
    session.logOut();
    gateway.closeAll(4501);
  },
  log_in: ({ client, player, session }) => {
    session.logIn();
    player.hurried();
    client.connect();
  },
  restart: ({ gateway }, { code, release }) => {
    gateway.entity.move();
    if (release) {
      gateway.entity.release();
    }
    gateway.closeAll(code);
  },
  close: ({ gateway }, { code }) => gateway.closeAll(code),
  weather: ({ network, player }, { weather }) => {
    network.weather = weather;
    player.mayMiss ||= weather.drop + weather.reorder > 0;
  },
  overload: ({ gateway }, { chance }) => (gateway.overload = chance),
  refresh_fails: ({ session }, { fails }) => (session.isUnreachable = fails),
  signal: ({ player, world }, { signal }) => {
    world.online = signal === "offline" ? false : signal === "online" ? true : world.online;
    player.hurried();
    world.signal(signal);
  },
  broadcast: ({ gateway }, { times }) => repeat(times, () => gateway.broadcast()),
  play_elsewhere: ({ gateway }, { bet }) => gateway.playElsewhere(bet),
  wait: () => undefined,
};

export function perform(history: History, act: Act): void {
  (DOING[act.do] as (history: History, act: Act) => void)(history, act);
}

const bet = fc.constantFrom(1, 100, 4_000, 20_000);
const times = fc.integer({ min: 1, max: 4 });
const codes = fc.constantFrom(1001, 1006, 1012, 4002, 4003, 4004, 4005, 4006, 4007, 4008);
const finalCodes = fc.constantFrom(4500, 4503, 4504, 4505, 4506);
const signals = fc.constantFrom<Signal>("offline", "online", "shown", "asleep", "awake");
const of = <K extends keyof Acts>(...names: K[]) => fc.record({ do: fc.constantFrom(...names) });

const breaking = {
  delayMsMax: fc.constantFrom(1, 50, 400, 3_000),
  unreachable: fc.constantFrom(0, 0, 0.5, 1),
  mute: fc.constantFrom(0, 0, 0.3),
};
/** Messages come in order or not at all, as TCP has it. */
export const BREAKING: fc.Arbitrary<Weather> = fc.record({
  ...breaking,
  drop: fc.constant(0),
  double: fc.constant(0),
  reorder: fc.constant(0),
});
/** Messages are lost, doubled and overtaken one by one. */
export const WORSE: fc.Arbitrary<Weather> = fc.record({
  ...breaking,
  drop: fc.constantFrom(0, 0.1, 0.3),
  double: fc.constantFrom(0, 0.2),
  reorder: fc.constantFrom(0, 0.2),
});

/** Return histories of at most `actsMax` acts, which begin in such weather. */
export function histories(weather: fc.Arbitrary<Weather>, actsMax: number): fc.Arbitrary<Act[]> {
  const waits = fc.constantFrom(1, 200, 3_000, 40_000, 100_000);
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant("play" as const), bet, times }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("spin" as const), bet, times }) },
    { weight: 4, arbitrary: of("claim", "rotate", "send_too_large") },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("read_while_away" as const), bet }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: waits }) },
    { weight: 4, arbitrary: of("cut", "fall_silent", "take_over", "drain", "release") },
    { weight: 2, arbitrary: of("slow", "quick") },
    { weight: 3, arbitrary: of("log_out", "log_in", "log_in") },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("restart" as const), code: codes, release: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("close" as const), code: codes }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), code: finalCodes }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("weather" as const), weather }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("overload" as const), chance: fc.constantFrom(0, 0.3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("refresh_fails" as const), fails: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("signal" as const), signal: signals }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("broadcast" as const), times }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("play_elsewhere" as const), bet }) },
  );
  const first = fc.record({ do: fc.constant("weather" as const), weather });
  return fc.tuple(first, fc.array(act, { maxLength: actsMax })).map(([begins, acts]) => [begins, ...acts]);
}

function repeat(times: number, act: () => void): void {
  for (let time = 0; time < times; time += 1) {
    act();
  }
}
