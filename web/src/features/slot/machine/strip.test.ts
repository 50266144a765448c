import { expect, test } from "vitest";

import { vectors } from "@/features/fairness/testing/vectors";

import { columnAt, rowsOf, windowAt } from "./strip";

test("a reel shows its symbols from the stop on, and the first ones after the last", () => {
  const strip = ["A", "K", "Q", "J"];
  expect(columnAt(strip, 0, 3)).toEqual(["A", "K", "Q"]);
  expect(columnAt(strip, 3, 3)).toEqual(["J", "A", "K"]);
  expect(columnAt(strip, 2, 1)).toEqual(["Q"]);
});

test("rows are read across the reels", () => {
  expect(
    rowsOf([
      ["A", "K"],
      ["Q", "J"],
    ]),
  ).toEqual([
    ["A", "Q"],
    ["K", "J"],
  ]);
});

test("stops show the windows that the server's rules show", () => {
  interface Rules {
    readonly reels: string[][];
    readonly rows: number;
  }
  interface Spin {
    readonly stops: number[];
    readonly window: string[][];
  }
  const { rules, rounds } = vectors("slot");
  for (const { rules: name, record } of rounds) {
    const { reels, rows } = rules[name] as Rules;
    const { spin, free_spins: free } = record.outcome as { spin: Spin; free_spins: Spin[] };
    for (const { stops, window } of [spin, ...free]) {
      expect(windowAt(reels, stops, rows)).toEqual(window);
    }
  }
  expect(rounds.length).toBeGreaterThan(0);
});
