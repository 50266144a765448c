import { describe, expect, test } from "vitest";

import { rewardOf, weekOfRungs } from "./ladder";

const LADDER = { ladder: [100, 150, 200, 300, 400, 500, 1000], every_seventh: 1000, otherwise: 300 };

describe("what a day of a streak pays", () => {
  test("is what the ladder lists, and after it more on each seventh day", () => {
    expect(rewardOf(LADDER, 2, 100)).toBe(150);
    expect(rewardOf(LADDER, 8, 100)).toBe(300);
    expect(rewardOf(LADDER, 14, 100)).toBe(1000);
  });

  test("grows with the tier, in whole gold", () => {
    expect(rewardOf(LADDER, 2, 125)).toBe(187);
  });
});

describe("the week of rewards", () => {
  test("tells what was claimed, what can be, and what is ahead", () => {
    const states = weekOfRungs(LADDER, 100, { count: 4, claimable: 2 }).map(({ state }) => state);
    expect(states).toEqual(["claimed", "claimed", "next", "claimable", "ahead", "ahead", "ahead"]);
  });

  test("goes on to the next week once all of a week is claimed", () => {
    expect(weekOfRungs(LADDER, 100, { count: 7, claimable: 0 })[0]).toEqual({ rung: 8, amount: 300, state: "ahead" });
    expect(weekOfRungs(LADDER, 100, { count: 9, claimable: 4 })[5]).toMatchObject({ rung: 6, state: "next" });
  });
});
