import { describe, expect, test, vi } from "vitest";

import { CrashGame } from "./crash-game";
import { ManualWorld, T0 } from "../testing/manual-world";

const VIEW = {
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
  growth_per_ms: 6e-5,
  bets: [],
  history: [],
  closes_at: T0 + 5_000,
};
const PLAN = { bet: 100, auto: 0 };
const FOUND = { bet_id: "b1", round_id: "main-7", bet: 100, auto_cashout: 0, accepted: true };
const LOST = { ...FOUND, state: "lost", hundredths: 0, payout: 0 } as const;
const WON = { ...FOUND, state: "won", hundredths: 200, payout: 200 } as const;
const START = { round_id: "main-7", started_at: T0 + 5_000, growth_per_ms: 6e-5 };
const CRASH = { round_id: "main-7", multiplier: "2.10", game_hash: "h" };
const opening = (round: number, closesAt: number) => ({ round_id: `main-${round}`, closes_at: closesAt, commit: "c" });

async function atTable(view: object = VIEW) {
  const world = new ManualWorld();
  const game = new CrashGame(world.ports);
  const leave = game.enter();
  await world.says("state", view);
  return { world, game, leave, own: () => game.current().seat.own };
}

/** A player whose bet is at the table, on a curve that runs. */
async function onTheCurve() {
  const player = await atTable();
  player.game.bet(PLAN);
  await player.world.bets.answer({ ok: true, betId: "b1" });
  await player.world.pass(5_000);
  await player.world.says("round_start", START);
  await player.world.pass(1_000);
  return player;
}

describe("a bet", () => {
  test("goes to the round that is open", async () => {
    const { world, game, own } = await atTable();
    game.bet(PLAN);
    expect(world.bets.questions).toEqual([{ ...PLAN, roundId: "main-7" }]);
    expect(own().at).toBe("placing");
    await world.bets.answer({ ok: true, betId: "b1" });
    expect(own().at).toBe("open");
  });

  test("after betting has closed waits for the next round, and goes there once", async () => {
    const { world, game, own } = await atTable();
    await world.pass(5_100);
    game.bet(PLAN);
    expect(game.current().seat.queued).toEqual(PLAN);
    await world.says("round_start", START);
    await world.says("crashed", CRASH);
    expect(world.bets.questions).toEqual([]);
    await world.says("round_open", opening(8, world.nowMs + 5_000));
    expect(world.bets.questions).toEqual([{ ...PLAN, roundId: "main-8" }]);
    expect(game.current().seat.queued).toBeNull();
    await world.bets.answer({ ok: true, betId: "b2" });
    await world.says("bet_placed", { round_id: "main-8", player: "m***e", bet: 100 });
    expect(own()).toMatchObject({ at: "open", betId: "b2" });
    expect(world.bets.questions).toHaveLength(1);
  });

  test("that is queued can be taken back", async () => {
    const { world, game } = await atTable({ ...VIEW, phase: "running", started_at: T0 });
    game.bet(PLAN);
    game.unqueue();
    await world.says("crashed", CRASH);
    await world.says("round_open", opening(8, world.nowMs + 5_000));
    expect(world.bets.questions).toEqual([]);
  });

  test("beside one that is open is for the next round", async () => {
    const { world, game } = await onTheCurve();
    game.bet({ bet: 50, auto: 150 });
    world.record = LOST;
    await world.says("crashed", CRASH);
    await world.says("round_open", opening(8, world.nowMs + 5_000));
    expect(world.bets.questions.at(-1)).toEqual({ bet: 50, auto: 150, roundId: "main-8" });
  });

  test("waits for an end that is told late before the queued one goes", async () => {
    const { world, game } = await onTheCurve();
    game.bet({ bet: 50, auto: 0 });
    world.record = "unreachable";
    await world.says("crashed", CRASH);
    await world.says("round_open", opening(8, world.nowMs + 5_000));
    expect(world.bets.questions).toHaveLength(1);
    world.record = LOST;
    await world.pass(3_000);
    expect(world.bets.questions.at(-1)).toMatchObject({ roundId: "main-8" });
  });

  test("that is refused says why, and one of another tab is taken up", async () => {
    const { world, game, own } = await atTable();
    game.bet(PLAN);
    world.open = { ...FOUND, bet: 70 };
    await world.bets.answer({ ok: false, refusal: { code: "already_bet", details: {} } });
    await world.pass(0);
    expect(own()).toMatchObject({ at: "open", wager: { bet: 70 } });
  });

  test("that nobody answered is looked for", async () => {
    const { world, game, own } = await atTable();
    game.bet(PLAN);
    world.open = "unreachable";
    await world.bets.answer(null);
    await world.pass(1_000);
    expect(own().at).toBe("unknown");
    world.open = FOUND;
    await world.pass(6_000);
    expect(own()).toMatchObject({ at: "open", betId: "b1" });
  });

  test("whose answer comes after the round is settled at once", async () => {
    const { world, game, own } = await atTable();
    game.bet(PLAN);
    await world.says("round_start", START);
    await world.says("crashed", CRASH);
    world.record = LOST;
    await world.bets.answer({ ok: true, betId: "b1" });
    await world.pass(0);
    expect(own()).toMatchObject({ at: "ended", result: { kind: "lost" } });
  });

  test("of another tab is found by its alias", async () => {
    const { world, own } = await atTable();
    world.open = FOUND;
    await world.says("bet_placed", {
      round_id: "main-7",
      player: "x***x",
      bet: 5,
      more: [{ player: "m***e", bet: 100 }],
    });
    expect(own()).toMatchObject({ at: "open", betId: "b1" });
  });
});

describe("a cash-out", () => {
  test("shows what was on the button until the server says what was paid", async () => {
    const { world, game, own } = await onTheCurve();
    void game.cashOut();
    expect(own()).toMatchObject({ cashingOut: 106 });
    await world.cashOuts.answer({ ok: true, hundredths: 107, payout: 107 });
    expect(own()).toMatchObject({ at: "ended", result: { hundredths: 107, payout: 107 } });
  });

  test("is asked for once", async () => {
    const { world, game } = await onTheCurve();
    void game.cashOut();
    void game.cashOut();
    expect(world.cashOuts.questions).toEqual(["main-7"]);
  });

  test("that came too late says so", async () => {
    const { world, game, own } = await onTheCurve();
    void game.cashOut();
    await world.says("crashed", CRASH);
    await world.cashOuts.answer({ ok: false, refusal: { code: "round_closed", details: { bet: "lost" } } });
    expect(own()).toMatchObject({ at: "ended", result: { kind: "lost", late: true } });
  });

  test("that nobody answered can be asked for again, if the bet is still open", async () => {
    const { world, game, own } = await onTheCurve();
    world.record = { ...LOST, state: "open" };
    void game.cashOut();
    await world.cashOuts.answer(null);
    await world.pass(0);
    expect(own()).toMatchObject({ at: "open", cashingOut: 0 });
    expect(game.current().seat.refusal?.code).toBe("no_answer");
  });

  test("by the target is seen at the table and read from the record", async () => {
    const { world, own } = await onTheCurve();
    world.record = WON;
    await world.says("cashed_out", { round_id: "main-7", player: "m***e", multiplier: "2.00", payout: 200 });
    expect(own()).toMatchObject({ at: "ended", result: { kind: "won", payout: 200 } });
  });

  test("of somebody with the same alias is not taken for the own one", async () => {
    const { world, own } = await onTheCurve();
    world.looks = [];
    await world.says("cashed_out", { round_id: "main-7", player: "m***e", multiplier: "2.00", payout: 4_000 });
    expect(world.looks).toEqual([]);
    expect(own().at).toBe("open");
  });
});

describe("the end of a round", () => {
  test("is asked for until the record has it, ever more seldom", async () => {
    const { world, own } = await onTheCurve();
    world.looks = [];
    world.record = { ...LOST, state: "open" };
    await world.says("crashed", CRASH);
    await world.pass(20_000);
    expect(world.looks.length).toBeGreaterThan(3);
    expect(world.looks.length).toBeLessThan(9);
    world.record = WON;
    await world.pass(6_000);
    expect(own()).toMatchObject({ at: "ended", result: { kind: "won" } });
  });

  test("that voids it gives the stake back", async () => {
    const { world, own } = await onTheCurve();
    world.record = { ...LOST, state: "refunded", payout: 100 };
    await world.says("round_voided", { round_id: "main-7", game_hash: "h" });
    expect(own()).toMatchObject({ at: "ended", result: { kind: "refunded", payout: 100 } });
  });

  test("that passed while the table was away is found when its state comes", async () => {
    const { world, own } = await onTheCurve();
    world.record = WON;
    await world.says("state", { ...VIEW, round_id: "main-9" });
    expect(own()).toMatchObject({ at: "ended", result: { kind: "won" } });
  });
});

describe("the store", () => {
  test("tells of a phase at once, and of bets of others a few times a second", async () => {
    const { world, game } = await atTable();
    const heard = vi.fn();
    game.subscribe(heard);
    for (let bet = 0; bet < 100; bet += 1) {
      await world.says("bet_placed", { round_id: "main-7", player: "a***b", bet: 20 });
    }
    expect(heard).not.toHaveBeenCalled();
    await world.pass(200);
    expect(heard).toHaveBeenCalledTimes(1);
    await world.says("round_start", START);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test("5,000 messages a minute are no more than a few notices a second", async () => {
    const { world, game } = await atTable({ ...VIEW, closes_at: T0 + 120_000 });
    const heard = vi.fn();
    game.subscribe(heard);
    for (let message = 0; message < 5_000; message += 1) {
      await world.says("bet_placed", { round_id: "main-7", player: "a***b", bet: 20 });
      await world.pass(12);
    }
    expect(heard.mock.calls.length).toBeLessThanOrEqual(60 * 7);
    expect(game.current().table.players).toBe(5_000);
  });

  test("notices by the clock that betting has closed and that a table stands still", async () => {
    const { world, game } = await atTable();
    await world.pass(5_100);
    expect(game.current().stage).toBe("closing");
    await world.pass(3_000);
    expect(game.current().standstill).toBe("startsLate");
  });

  test("says why a table cannot be listened to", async () => {
    const world = new ManualWorld();
    const game = new CrashGame(world.ports);
    game.enter();
    await world.says("refused", { code: "not_found" });
    expect(game.current().refused).toBe("not_found");
  });

  test("leaves nothing behind", async () => {
    const { world, leave } = await onTheCurve();
    leave();
    expect(world.isListenedTo).toBe(false);
    expect(world.timers).toBe(0);
  });
});
