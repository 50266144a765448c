import { describe, expect, test } from "vitest";

import { goldSeries, summaryOf, thinned } from "./gold-series";

const entry = (at: number, amount: number, balance_after: number, currency = "gold") => ({
  at,
  amount,
  balance_after,
  currency,
});

describe("the balance over time", () => {
  test("begins with the balance before the oldest entry and runs to the newest", () => {
    expect(goldSeries([entry(20, -40, 960), entry(10, 500, 1_000)])).toEqual([
      { at: 10, gold: 500 },
      { at: 10, gold: 1_000 },
      { at: 20, gold: 960 },
    ]);
  });

  test("begins with what the wallet was opened with, when there was nothing before", () => {
    expect(goldSeries([entry(20, -40, 960), entry(10, 1_000, 1_000)])).toEqual([
      { at: 10, gold: 1_000 },
      { at: 20, gold: 960 },
    ]);
  });

  test("takes the entries of one moment together, as a bet and its payout", () => {
    expect(goldSeries([entry(10, 196, 1_096), entry(10, -100, 900)]).slice(1)).toEqual([{ at: 10, gold: 1_096 }]);
  });

  test("passes over other currencies, and is empty without gold", () => {
    expect(goldSeries([entry(10, 5, 5, "gem")])).toEqual([]);
  });
});

describe("a thinned series", () => {
  const points = Array.from({ length: 1_001 }, (_, at) => ({ at, gold: at === 500 ? 9_999 : at === 501 ? 1 : 100 }));

  test("keeps the ends, the peak and the trough", () => {
    const kept = thinned(points, 60);
    expect(kept.length).toBeLessThanOrEqual(60);
    expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
    expect(kept.map(({ gold }) => gold)).toEqual(expect.arrayContaining([9_999, 1]));
  });

  test("stays in the order of time", () => {
    const times = thinned(points, 60).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test("is the series itself when that is short", () => {
    expect(thinned(points.slice(0, 5), 60)).toEqual(points.slice(0, 5));
  });
});

test("the words about a series name its change, its lowest and its highest balance", () => {
  const summary = summaryOf(goldSeries([entry(30, 300, 700), entry(20, -600, 400), entry(10, 0, 1_000)]));
  expect(summary).toMatchObject({ change: -300, lowest: { gold: 400 }, highest: { gold: 1_000 } });
  expect(summaryOf([])).toBeNull();
});
