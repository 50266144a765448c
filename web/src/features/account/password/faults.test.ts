import { describe, expect, it } from "vitest";

import { Problem } from "@/api/problem";
import { accountTexts } from "@/texts/account";
import { entranceTexts } from "@/texts/entrance";

import { faultsOfChange, faultsOfRefusedChange } from "./faults";

const words = accountTexts.en.password;
const { errors } = entranceTexts.en;
const change = (current: string, next: string) => faultsOfChange(current, next, words, errors);
const refused = (code: string, status: number) => faultsOfRefusedChange(new Problem(code, status, ""), words, errors);

describe("faultsOfChange", () => {
  it("finds nothing wrong with another good password", () => {
    expect(change("correct horse battery", "a longer staple")).toEqual({ current: undefined, next: undefined });
  });

  it("asks for the password that is missing, and for a new one that is long enough", () => {
    expect(change("", "short")).toEqual({ current: words.currentEmpty, next: errors.passwordShort });
  });

  it("refuses the password that is there already", () => {
    expect(change("correct horse battery", "correct horse battery").next).toBe(words.same);
  });
});

describe("faultsOfRefusedChange", () => {
  it("puts a wrong password and a weak one beside their fields", () => {
    expect(refused("invalid_credentials", 401)).toEqual({ current: words.currentWrong });
    expect(refused("invalid_payload", 400)).toEqual({ next: errors.passwordCommon });
  });

  it("says of anything else what to do, even of what this page does not know", () => {
    expect(refused("network", 0)).toEqual({ form: errors.network });
    expect(refused("rate_limited", 429)).toEqual({ form: errors.rateLimitedLong });
    expect(refused("username_taken", 409)).toEqual({ form: errors.unknown });
  });
});
