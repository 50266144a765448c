import { describe, expect, it } from "vitest";

import { historyTexts } from "@/texts/history";

import { hasProof, reasonText } from "./reason";

describe("reasonText", () => {
  it("says a reason in the language of its words", () => {
    expect(reasonText("streak_freeze", historyTexts.en.reasons)).toBe("Streak freeze");
    expect(reasonText("payout", historyTexts.ko.reasons)).toBe("지급");
  });

  it("has words for a reason that is new to this page, and for the names of every object", () => {
    expect(reasonText("season_pass", historyTexts.en.reasons)).toBe("Other");
    expect(reasonText("constructor", historyTexts.en.reasons)).toBe("Other");
  });
});

describe("hasProof", () => {
  it("is of stakes and payouts of settled rounds alone", () => {
    expect(["bet", "payout", "hold", "release", "purchase", "mission"].filter(hasProof)).toEqual(["bet", "payout"]);
  });
});
