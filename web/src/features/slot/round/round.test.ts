import { expect, test } from "vitest";

import { paidSpin, freeSpin, SPUN } from "../testing/rounds";
import { freeSpinsAt, rankOf, roundOf } from "./round";

const CLASSES = { small: 1, big: 1_000, mega: 5_000 };

test("a round without a feature is its paid spin", () => {
  const round = roundOf(SPUN, 100);
  expect(round.spins.map(({ stops, freeSpins, multiplier }) => [stops, freeSpins, multiplier])).toEqual([
    [[3, 17, 8], 0, 1],
  ]);
  expect([round.bet, round.payout]).toEqual([100, 0]);
});

test("the paid spin gave what the free spins did not give themselves", () => {
  const given = [...Array.from({ length: 9 }, () => freeSpin()), freeSpin({ free_spins: 2 })];
  const round = roundOf(paidSpin({ features: [{ type: "free_spins", spins: given }] }), 100);
  expect(round.spins[0]?.freeSpins).toBe(8);
});

test("free spins are counted as they land, and those that they give come on top", () => {
  const spins = [freeSpin({ payout: 40 }), freeSpin({ payout: 10, free_spins: 1 }), freeSpin({ payout: 5 })];
  const round = roundOf(paidSpin({ base_payout: 200, features: [{ type: "free_spins", spins }] }), 100);
  expect(freeSpinsAt(round, 0, false)).toEqual({ number: 0, given: 0, left: 0, won: 0 });
  expect(freeSpinsAt(round, 0, true)).toEqual({ number: 0, given: 2, left: 2, won: 0 });
  expect(freeSpinsAt(round, 1, false)).toEqual({ number: 1, given: 2, left: 1, won: 0 });
  expect(freeSpinsAt(round, 1, true)).toEqual({ number: 1, given: 2, left: 1, won: 40 });
  expect(freeSpinsAt(round, 2, false)).toEqual({ number: 2, given: 2, left: 0, won: 40 });
  expect(freeSpinsAt(round, 2, true)).toEqual({ number: 2, given: 3, left: 1, won: 50 });
  expect(freeSpinsAt(round, 3, true)).toEqual({ number: 3, given: 3, left: 0, won: 55 });
});

test.each([
  [0, "none", "none"],
  [40, "small", "back"],
  [100, "small", "back"],
  [101, "small", "small"],
  [1_000, "big", "big"],
  [5_000, "mega", "top"],
  [5_000, "unheard of", "small"],
])("%d for a stake of 100, of the class %s, is shown as %s", (payout, winClass, rank) => {
  expect(rankOf({ payout, bet: 100, winClass }, CLASSES)).toBe(rank);
});
