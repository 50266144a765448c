import { describe, expect, it } from "vitest";

import { formatsOf } from "./formats";
import { languageOf } from "./language";
import { plural } from "./texts";

describe("the language of a page", () => {
  it("is the first that the browser asks for and the app speaks", () => {
    expect(languageOf(["fr-FR", "ko-KR", "en"])).toBe("ko");
    expect(languageOf(["en-US", "ko"])).toBe("en");
    expect(languageOf(["fr"])).toBe("en");
  });
});

describe("formats", () => {
  it("write figures as each language does", () => {
    expect(formatsOf("en").compact(12_300)).toBe("12.3K");
    expect(formatsOf("ko").compact(12_300)).toBe("1.2만");
    expect(formatsOf("en").multiplier(2.5)).toBe("2.50×");
    expect(formatsOf("ko").signed(-100)).toBe("-100");
  });

  it("say how far a moment is", () => {
    expect(formatsOf("en").relative(180_000, 0)).toBe("in 3 minutes");
    expect(formatsOf("ko").relative(0, 7_200_000)).toBe("2시간 전");
  });

  it("are made once", () => {
    expect(formatsOf("ko")).toBe(formatsOf("ko"));
  });
});

it("counts in English", () => {
  expect([0, 1, 2].map((count) => plural(count, "round", "rounds"))).toEqual(["rounds", "round", "rounds"]);
});
