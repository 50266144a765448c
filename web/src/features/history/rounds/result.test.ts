import { describe, expect, it } from "vitest";

import { multiplierOf, resultOf } from "./result";

describe("resultOf", () => {
  it("is won only above the stake: a payout below it is a loss", () => {
    expect(resultOf({ bet: 100, payout: 196 })).toBe("won");
    expect(resultOf({ bet: 100, payout: 100 })).toBe("even");
    expect(resultOf({ bet: 100, payout: 40 })).toBe("lost");
    expect(resultOf({ bet: 100, payout: 0 })).toBe("lost");
  });
});

describe("multiplierOf", () => {
  it("is the payout by the stake", () => {
    expect(multiplierOf({ bet: 100, payout: 250 })).toBe(2.5);
  });

  it("is nothing without a payout, and without a stake as in a free spin", () => {
    expect(multiplierOf({ bet: 100, payout: 0 })).toBeNull();
    expect(multiplierOf({ bet: 0, payout: 50 })).toBeNull();
  });
});
