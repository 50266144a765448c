import { expect, test } from "vitest";

import { cellsOfSymbol, payingCells, pointsOf, type PaidLine } from "./pays";

const MACHINE = {
  lines: [
    [1, 1, 1],
    [0, 1, 2],
    [0, 0, 0],
  ],
  scatter: "STAR",
};
const WINDOW = [
  ["A", "K", "STAR"],
  ["STAR", "K", "Q"],
  ["STAR", "Q", "K"],
];
const line = (index: number, length: number): PaidLine => ({ line: index, symbol: "K", length, cents: 100 });

test("a line pays for its first reels alone, and a place of two lines is there once", () => {
  const shown = { window: WINDOW, lines: [line(0, 2), line(1, 3)], scattersCount: false };
  expect(payingCells(shown, MACHINE)).toEqual([
    { reel: 0, row: 1 },
    { reel: 1, row: 1 },
    { reel: 0, row: 0 },
    { reel: 2, row: 2 },
  ]);
});

test("one line can be looked at alone", () => {
  const shown = { window: WINDOW, lines: [line(0, 2), line(2, 2)], scattersCount: true };
  expect(payingCells(shown, MACHINE, 1)).toEqual([
    { reel: 0, row: 0 },
    { reel: 1, row: 0 },
  ]);
});

test("scatters pay wherever they stand, and only when they count", () => {
  const stars = [
    { reel: 0, row: 2 },
    { reel: 1, row: 0 },
    { reel: 2, row: 0 },
  ];
  expect(payingCells({ window: WINDOW, lines: [], scattersCount: true }, MACHINE)).toEqual(stars);
  expect(payingCells({ window: WINDOW, lines: [], scattersCount: false }, MACHINE)).toEqual([]);
  expect(cellsOfSymbol(WINDOW, null)).toEqual([]);
});

test("a line runs through the middles of its places", () => {
  expect(pointsOf([0, 1, 2], 3, 0)).toBe("0.5,0.5 1.5,1.5 2.5,2.5");
  expect(pointsOf([0, 0, 0], 2, 0.5)).toBe("0.5,1 1.5,1");
});
