import { expect, test } from "vitest";

import { afterPulls, isFeaturedNext, memoryOf, ownedOf, sinceOf } from "./keepsakes";

const PULLED = {
  round_id: "r",
  banner: "aurora",
  version: 1,
  pulls: [
    { item: "felt-mat", rarity: 3, duplicate: false },
    { item: "felt-mat", rarity: 3, duplicate: true, converted: 1 },
  ],
  pity: { since: { "5": 12, "4": 0 }, featured_next: [4] },
  gold: 1,
};

test("a player without pulls has no memory", () => {
  expect(memoryOf({})).toEqual({});
  expect(memoryOf({ gacha: { memory: { "own:felt-mat": 2 } } })).toEqual({ "own:felt-mat": 2 });
});

test("pulls count items, and replace pity and guarantee of their type alone", () => {
  const before = { "own:felt-mat": 1, "event:pity:5": 10, "event:sure:5": 1, "standard:sure:5": 1 };
  const after = afterPulls(before, "event", PULLED);
  expect(ownedOf(after, "felt-mat")).toBe(3);
  expect([sinceOf(after, "event", 5), sinceOf(after, "event", 4), sinceOf(after, "standard", 5)]).toEqual([12, 0, 0]);
  expect(isFeaturedNext(after, "event", 4)).toBe(true);
  expect(isFeaturedNext(after, "event", 5)).toBe(false);
  expect(isFeaturedNext(after, "standard", 5)).toBe(true);
});
