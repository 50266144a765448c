import { describe, expect, test } from "vitest";

import { hindranceOf, quantityMax, type Offer } from "./offer";

const NOW = 1_000;
const BUYER = { balances: { gold: 1_000, gem: 0, shard: 30 }, tier: "SILVER", tiers: ["BRONZE", "SILVER", "GOLD"] };
const offer = (more: Partial<Offer> = {}): Offer => ({
  id: "shards_50",
  price: { currency: "gold", amount: 500 },
  price_now: 450,
  discount_percent: 10,
  active: true,
  stock_left: null,
  per_user_limit: null,
  sale_window: null,
  minimum_tier: null,
  ...more,
});
const why = (more: Partial<Offer>) => hindranceOf(offer(more), BUYER, NOW);

describe("an item", () => {
  test("that nothing hinders can be bought", () => {
    expect(why({})).toBeNull();
    expect(
      why({ minimum_tier: "SILVER", sale_window: { starts_at: NOW, ends_at: NOW + 1 }, stock_left: 1 }),
    ).toBeNull();
  });

  test("says that it is off sale or sold out", () => {
    expect(why({ active: false })).toEqual({ why: "inactive" });
    expect(why({ stock_left: 0 })).toEqual({ why: "sold_out" });
  });

  test("is sold from the beginning of its window until before its end", () => {
    expect(why({ sale_window: { starts_at: NOW + 5 } })).toEqual({ why: "early", startsAt: NOW + 5 });
    expect(why({ sale_window: { ends_at: NOW } })).toEqual({ why: "ended" });
  });

  test("asks for a tier, and for the price with its discount", () => {
    expect(why({ minimum_tier: "GOLD" })).toEqual({ why: "tier", tier: "GOLD" });
    expect(why({ price_now: 1_250 })).toEqual({ why: "short", currency: "gold", missing: 250 });
  });

  test("for money asks for no balance", () => {
    expect(why({ price: { currency: "KRW", amount: 9_900 }, price_now: 9_900 })).toBeNull();
  });
});

test("as many can be chosen as stock, limit and funds allow", () => {
  expect(quantityMax(offer(), BUYER)).toBe(2);
  expect(quantityMax(offer({ price_now: 10, per_user_limit: 5 }), BUYER)).toBe(5);
  expect(quantityMax(offer({ price_now: 10, stock_left: 3 }), BUYER)).toBe(3);
  expect(quantityMax(offer({ price_now: 2_000 }), BUYER)).toBe(1);
});
