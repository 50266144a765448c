import { describe, expect, it } from "vitest";

import { standingTexts } from "@/texts/standing";

import { standingText } from "./StandingNotice";

const FREE = { excluded_until: null, banned: false, banned_until: null, ban_reason: "" };
const formats = { fullMoment: (ms: number) => `moment ${ms}` };
const told = (standing: Partial<typeof FREE> | object) =>
  standingText({ ...FREE, ...standing }, standingTexts.en, formats);

describe("standingText", () => {
  it("says nothing of a player whom nothing keeps from playing", () => {
    expect(told({})).toBeNull();
  });

  it("says until when players have excluded themselves", () => {
    expect(told({ excluded_until: 5 })?.title).toBe("You have excluded yourself from play until moment 5.");
  });

  it("says why and until when somebody is banned, before any exclusion", () => {
    const banned = told({ banned: true, banned_until: 7, ban_reason: "Two accounts.", excluded_until: 5 });
    expect(banned).toEqual({ title: "Your account is barred from play until moment 7.", text: "Two accounts." });
  });

  it("says what to do about a ban for ever that has no reason", () => {
    expect(told({ banned: true })).toEqual({
      title: "Your account is barred from play.",
      text: "Contact support if you think this is a mistake.",
    });
  });
});
