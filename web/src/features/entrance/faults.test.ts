import { describe, expect, it } from "vitest";

import { Problem } from "@/api/problem";
import { entranceTexts } from "@/texts/entrance";

import { faultsOfRefusal, faultsOfSignUp, isFaulty } from "./faults";

const { errors } = entranceTexts.en;

describe("sign-up", () => {
  it("takes names of the gateway's rule", () => {
    for (const name of ["mina", "미나_1", "a.b-c", "Abc"]) {
      expect(isFaulty(faultsOfSignUp(name, "correct horse", errors))).toBe(false);
    }
    for (const name of ["", "ab", "a b c", "x".repeat(33), "émile"]) {
      expect(faultsOfSignUp(name, "correct horse", errors).username).toBe(errors.username);
    }
  });

  it("counts the characters of a password, not its bytes", () => {
    expect(faultsOfSignUp("mina", "비밀번호는여덟자", errors).password).toBeUndefined();
    expect(faultsOfSignUp("mina", "short", errors).password).toBe(errors.passwordShort);
  });
});

describe("a refusal", () => {
  it("stands beside the field that it is about", () => {
    expect(faultsOfRefusal(new Problem("username_taken", 409, ""), errors)).toEqual({ username: errors.usernameTaken });
    expect(faultsOfRefusal(new Problem("invalid_credentials", 401, ""), errors)).toEqual({
      password: errors.credentials,
    });
    expect(faultsOfRefusal(new Problem("invalid_payload", 400, "This password is common."), errors)).toEqual({
      password: errors.passwordCommon,
    });
  });

  it("says how long to wait", () => {
    const soon = faultsOfRefusal(new Problem("rate_limited", 429, "", 4_200), errors);
    expect(soon.form).toBe("Too many tries. Wait 5 seconds, then try again.");
    expect(faultsOfRefusal(new Problem("rate_limited", 429, "", 900_000), errors).form).toBe(errors.rateLimitedLong);
  });
});
