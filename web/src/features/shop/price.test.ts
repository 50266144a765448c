import { expect, test } from "vitest";

import { isAppCurrency, moneyText } from "./price";

test("money is written by the places of its currency", () => {
  expect(moneyText("ko-KR", "KRW", 9_900)).toBe("₩9,900");
  expect(moneyText("en-GB", "EUR", 499)).toBe("€4.99");
});

test("a currency that the browser does not know keeps its name", () => {
  expect(moneyText("en-GB", "not-a-currency", 1_200)).toBe("1,200 not-a-currency");
});

test("gold, gems and shards are no money", () => {
  expect(isAppCurrency("gem")).toBe(true);
  expect(isAppCurrency("KRW")).toBe(false);
});
