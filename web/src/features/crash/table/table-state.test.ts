import type { TopicMessage } from "@pitboss/client";
import { describe, expect, test } from "vitest";

import { BETS_SHOWN_MAX } from "./bets-shown";
import { elapsedAt, hundredthsShown, leftOfBetting, SILENCE_MS, stageOf, standstillOf } from "./moment";
import { afterMessage, PAST_MAX, roundNumber, type TableState, UNKNOWN_TABLE } from "./table-state";

const GROWTH = 6e-5;
const T0 = 1_795_396_399_000;

type Kind = TopicMessage["type"];
type PayloadOf<T extends Kind> = Extract<TopicMessage, { type: T }>["payload"];

/** A table that has heard messages, numbered as they were sent; each at its moment after T0. */
class History {
  table: TableState = UNKNOWN_TABLE;
  #n = 0;

  hear<T extends Kind>(type: T, payload: PayloadOf<T>, atMs = 0, n = this.#n + 1): this {
    this.#n = n;
    this.table = afterMessage(this.table, { type, n, payload } as TopicMessage, T0 + atMs);
    return this;
  }

  state(payload: Partial<PayloadOf<"state">> = {}, atMs = 0): this {
    return this.hear("state", { ...VIEW, ...payload }, atMs);
  }

  /** A message is lost on its way. */
  lose(): this {
    this.#n += 1;
    return this;
  }
}

const VIEW: PayloadOf<"state"> = {
  table: "main",
  round_id: "main-7",
  phase: "betting",
  now: T0,
  commit: "c",
  chain: { terminating_hash: "t", salt: "", length: 100 },
  chain_index: 7,
  bet_min: 20,
  bet_max: 1_000_000,
  players: 0,
  staked: 0,
  growth_per_ms: GROWTH,
  bets: [],
  history: [],
  closes_at: T0 + 5_000,
  started_at: 0,
};
const open = (round: number, closesAt = 5_000) => ({
  round_id: `main-${round}`,
  closes_at: T0 + closesAt,
  commit: "c",
});
const start = (round: number, at = 5_000) => ({
  round_id: `main-${round}`,
  started_at: T0 + at,
  growth_per_ms: GROWTH,
});
const crash = (round: number, multiplier: string) => ({ round_id: `main-${round}`, multiplier, game_hash: "h" });
const past = (n: number, multiplier: string) => ({
  round_id: `main-${n}`,
  state: multiplier ? "crashed" : "voided",
  multiplier,
  game_hash: "h",
  ended_at: T0,
  bets: 0,
  staked: 0,
  paid: 0,
});

describe("a round from its opening to its end", () => {
  const round = () => new History().state();

  test("takes bets, runs, crashes, and is the first of the past", () => {
    const history = round()
      .hear("bet_placed", { round_id: "main-7", player: "a***b", bet: 100, more: [{ player: "c***d", bet: 50 }] })
      .hear("round_start", start(7), 5_020)
      .hear("cashed_out", { round_id: "main-7", player: "a***b", multiplier: "1.20", payout: 120 }, 8_100)
      .hear("crashed", crash(7, "1.34"), 10_300);
    const { table } = history;
    expect(table).toMatchObject({ phase: "ended", players: 2, staked: 150, stale: false });
    expect(table.end).toEqual({ roundId: "main-7", hundredths: 134 });
    expect(table.past).toEqual([{ roundId: "main-7", hundredths: 134 }]);
    expect(table.bets.shown.map(({ player, hundredths, payout }) => [player, hundredths, payout])).toEqual([
      ["c***d", 0, 0],
      ["a***b", 120, 120],
    ]);
    expect(hundredthsShown(table, T0 + 99_000)).toBe(134);
  });

  test("is followed by one that begins with nothing", () => {
    const { table } = round()
      .hear("bet_placed", { round_id: "main-7", player: "a***b", bet: 100 })
      .hear("round_start", start(7), 5_020)
      .hear("crashed", crash(7, "1.00"), 5_300)
      .hear("round_open", open(8, 13_000), 8_000);
    expect(table).toMatchObject({ phase: "betting", roundId: "main-8", players: 0, staked: 0, end: null });
    expect(table.bets.shown).toEqual([]);
    expect(leftOfBetting(table, T0 + 8_500)).toBe(4_500);
  });

  test("that is voided has no multiplier", () => {
    const { table } = round()
      .hear("round_start", start(7), 5_020)
      .hear("round_voided", { round_id: "main-7", game_hash: "h" }, 30_000);
    expect(stageOf(table, T0 + 30_000)).toBe("voided");
    expect(table.past[0]).toEqual({ roundId: "main-7", hundredths: 0 });
  });

  test("keeps no more of the past than is shown", () => {
    const history = round();
    for (let n = 7; n < 7 + 2 * PAST_MAX; n += 1)
      history.hear("crashed", crash(n, "2.00")).hear("round_open", open(n + 1));
    expect(history.table.past).toHaveLength(PAST_MAX);
    expect(history.table.past[0]?.roundId).toBe(`main-${6 + 2 * PAST_MAX}`);
  });
});

describe("messages that come twice, late or never", () => {
  test("nothing counts before the state", () => {
    expect(new History().hear("round_open", open(8)).table).toBe(UNKNOWN_TABLE);
  });

  test("one that comes twice changes nothing", () => {
    const history = new History().state().hear("bet_placed", { round_id: "main-7", player: "a***b", bet: 100 });
    const { table } = history;
    expect(history.hear("bet_placed", { round_id: "main-7", player: "a***b", bet: 100 }, 0, table.n).table).toBe(table);
  });

  test("a gap makes the table stale until the state comes", () => {
    const history = new History().state().lose().hear("bet_placed", { round_id: "main-7", player: "a***b", bet: 1 });
    expect(history.table.stale).toBe(true);
    expect(history.state({ players: 9, staked: 900 }).table).toMatchObject({ stale: false, players: 9, staked: 900 });
  });

  test("a missed opening is made up by the start, which says the state is needed", () => {
    const history = new History().state().hear("crashed", crash(7, "3.00"), 30_000).lose();
    const { table } = history.hear("round_start", start(8, 40_000), 40_010);
    expect(table).toMatchObject({ phase: "running", roundId: "main-8", stale: true });
    expect(hundredthsShown(table, T0 + 41_000)).toBe(106);
  });

  test("a missed end is made up by the next opening", () => {
    const { table } = new History()
      .state()
      .hear("round_start", start(7), 5_010)
      .lose()
      .hear("round_open", open(8, 50_000));
    expect(table).toMatchObject({ phase: "betting", roundId: "main-8", end: null });
  });

  test("what is said of a round that is over changes nothing of the present one", () => {
    const before = new History().state().hear("round_open", open(8)).table;
    const late: [Kind, object][] = [
      ["round_start", start(7)],
      ["bet_placed", { round_id: "main-7", player: "a***b", bet: 100 }],
      ["cashed_out", { round_id: "main-7", player: "a***b", multiplier: "1.20", payout: 120 }],
      ["tick", { round_id: "main-7", elapsed_ms: 99_000 }],
      ["crashed", crash(7, "9.00")],
      ["round_open", open(7)],
    ];
    for (const [type, payload] of late) {
      const message = { type, n: before.n + 1, payload } as TopicMessage;
      expect({ ...afterMessage(before, message, T0), n: before.n }).toEqual(before);
    }
  });

  test("a start that follows the end does not run the curve again", () => {
    const { table } = new History().state().hear("crashed", crash(7, "1.00")).hear("round_start", start(7));
    expect(table.phase).toBe("ended");
  });

  test("the state of a round that is over says how it ended", () => {
    const { table } = new History().state({ phase: "ended", history: [past(7, "2.50"), past(6, "")] });
    expect(stageOf(table, T0)).toBe("crashed");
    expect(hundredthsShown(table, T0)).toBe(250);
    expect(elapsedAt(table, T0)).toBe(15_272);
    expect(table.past).toEqual([
      { roundId: "main-7", hundredths: 250 },
      { roundId: "main-6", hundredths: 0 },
    ]);
  });

  test("a table that has no round yet is not known", () => {
    expect(new History().state({ phase: "new" }).table.phase).toBe("unknown");
  });
});

describe("the curve at a moment", () => {
  const running = () => new History().state().hear("round_start", start(7), 5_030);

  test("follows the start and the growth, whole milliseconds, rounded down", () => {
    const { table } = running();
    expect(hundredthsShown(table, T0 + 5_165)).toBe(100);
    expect(hundredthsShown(table, T0 + 5_166)).toBe(101);
    expect(hundredthsShown(table, T0 + 7_000)).toBe(112);
  });

  test("begins at once when our clock is behind the server's", () => {
    const { table } = new History().state().hear("round_start", start(7), 4_900);
    expect(elapsedAt(table, T0 + 4_900)).toBe(0);
    expect(elapsedAt(table, T0 + 5_900)).toBe(1_000);
  });

  test("is never behind a tick", () => {
    const { table } = running().hear("tick", { round_id: "main-7", elapsed_ms: 1_200 }, 6_000);
    expect(elapsedAt(table, T0 + 6_000)).toBe(1_200);
  });

  test("is not put back by a tick that was late", () => {
    const { table } = running().hear("tick", { round_id: "main-7", elapsed_ms: 1_000 }, 6_400);
    expect(elapsedAt(table, T0 + 6_400)).toBe(1_400);
  });

  test("stands still when the table has gone silent, and says so", () => {
    const { table } = running().hear("tick", { round_id: "main-7", elapsed_ms: 1_000 }, 6_000);
    expect(standstillOf(table, T0 + 6_000 + SILENCE_MS)).toBe("none");
    expect(standstillOf(table, T0 + 6_001 + SILENCE_MS)).toBe("silent");
    expect(elapsedAt(table, T0 + 60_000)).toBe(1_000 + SILENCE_MS);
  });

  test("goes on where the table resumes it, after its host was gone", () => {
    const { table } = running()
      .hear("tick", { round_id: "main-7", elapsed_ms: 3_000 }, 8_000)
      .hear("round_resumed", start(7, 11_000), 14_000);
    expect(table.resumed).toBe(true);
    expect(elapsedAt(table, T0 + 14_000)).toBe(3_000);
    expect(standstillOf(table, T0 + 14_000)).toBe("none");
  });

  test("is told apart from a round that merely started, and the next round was not resumed", () => {
    const history = running().hear("round_resumed", start(7, 6_000), 9_000).hear("crashed", crash(7, "1.50"), 13_000);
    expect(history.hear("round_open", open(8, 20_000), 16_000).table.resumed).toBe(false);
  });

  test("betting closes by the clock, and a curve that does not start is late", () => {
    const { table } = new History().state();
    expect(stageOf(table, T0 + 4_999)).toBe("betting");
    expect(stageOf(table, T0 + 5_000)).toBe("closing");
    expect(standstillOf(table, T0 + 5_001 + SILENCE_MS)).toBe("startsLate");
  });
});

describe("bets of others", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ player: "m***y", bet: 20 + n }));

  test("are bounded, and all are counted", () => {
    const history = new History().state();
    for (let message = 0; message < 5; message += 1) {
      history.hear("bet_placed", { round_id: "main-7", player: "f***t", bet: 10, more: many(49) });
    }
    expect(history.table.bets.shown).toHaveLength(BETS_SHOWN_MAX);
    expect(history.table.players).toBe(250);
    expect(new Set(history.table.bets.shown.map((bet) => bet.key)).size).toBe(BETS_SHOWN_MAX);
  });

  test("of one alias are told apart by what was paid", () => {
    const { table } = new History()
      .state()
      .hear("bet_placed", { round_id: "main-7", player: "a***a", bet: 100, more: [{ player: "a***a", bet: 300 }] })
      .hear("cashed_out", { round_id: "main-7", player: "a***a", multiplier: "2.00", payout: 200 });
    expect(table.bets.shown.map(({ bet, payout }) => [bet, payout])).toEqual([
      [300, 0],
      [100, 200],
    ]);
  });

  test("that were not shown come with their cash-out", () => {
    const { table } = new History().state({ phase: "running", started_at: T0 }).hear("cashed_out", {
      round_id: "main-7",
      player: "a***a",
      multiplier: "2.00",
      payout: 200,
      more: [{ player: "b***b", bet: 70, multiplier: "2.00", payout: 140 }],
    });
    expect(table.bets.shown.map(({ player, bet, payout }) => [player, bet, payout])).toEqual([
      ["b***b", 70, 140],
      ["a***a", 0, 200],
    ]);
  });
});

test("rounds are numbered by the end of their names", () => {
  expect(roundNumber("main-88")).toBe(88);
  expect(roundNumber("high-rollers-9")).toBe(9);
  expect(roundNumber("none")).toBe(0);
});
