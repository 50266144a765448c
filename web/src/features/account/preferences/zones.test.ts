import { describe, expect, it } from "vitest";

import { zonesToChoose, zoneText } from "./zones";

describe("zonesToChoose", () => {
  it("lists each zone once, in order, with the one that the player lives in", () => {
    expect(zonesToChoose(["Europe/Paris", "Asia/Seoul"], "Asia/Kolkata", "Asia/Seoul")).toEqual([
      "Asia/Kolkata",
      "Asia/Seoul",
      "Europe/Paris",
      "UTC",
    ]);
  });
});

describe("zoneText", () => {
  it("shows names as people read them", () => {
    expect(zoneText("America/Argentina/Buenos_Aires")).toBe("America/Argentina/Buenos Aires");
  });
});
