import { expect, test } from "vitest";

import { goldOf, lengthsOf, paysOf, scatterRows } from "./pay-rows";

const PAYTABLE = { CHERRY: { "1": 100, "2": 200, "3": 1_000 }, SEVEN: { "3": 60_000 } };

test("the symbol that pays most is read first, and lengths from the shortest on", () => {
  expect(paysOf(PAYTABLE).map(({ symbol }) => symbol)).toEqual(["SEVEN", "CHERRY"]);
  expect(lengthsOf(PAYTABLE)).toEqual([1, 2, 3]);
});

test("gold is rounded down, as it is paid", () => {
  expect(goldOf(25, 125)).toBe(31);
});

test("scatters are told by their number, with what they pay and give", () => {
  expect(scatterRows({ "3": 200, "4": 1_000 }, { "3": 8 })).toEqual([
    { count: 4, hundredths: 1_000, freeSpins: 0 },
    { count: 3, hundredths: 200, freeSpins: 8 },
  ]);
});
