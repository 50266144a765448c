import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CLOSE, mayHurry, ReconnectPolicy, type Rule, ruleOf, stopReasonOf } from "./reconnection";

const PROTOCOL = readFileSync(new URL("../../../../docs/protocol.md", import.meta.url), "utf-8");

/** What a line of the table of close codes asks of a client, in the rules' terms. */
const PHRASES: Readonly<Record<string, Partial<Rule>>> = {
  "back off, resume": { action: "reconnect", wait: "back_off", resume: true, atLeastMs: 0 },
  "wait a random part of the announced window, resume": { action: "reconnect", wait: "window", resume: true },
  "at once the first time, resume": { action: "reconnect", wait: "once_at_once", resume: true, atLeastMs: 0 },
  "at once the first time, without `resume`": { action: "reconnect", wait: "once_at_once", resume: false },
  "refresh it, at once the first time, resume": { action: "renew", wait: "once_at_once", resume: true },
  "back off for at least 5 s, resume": { action: "reconnect", wait: "back_off", resume: true, atLeastMs: 5_000 },
  "back off for at least 10 s, resume": { action: "reconnect", wait: "back_off", resume: true, atLeastMs: 10_000 },
  "log in; stop if that is refused": { action: "renew", resume: true },
  stop: { action: "stop" },
};

const documented = [...PROTOCOL.matchAll(/^\| (\d{4}) \| [^|]*\| [^|]* \| ([^|]+) \|$/gm)].map(
  ([, code, phrase]) => [Number(code), phrase ?? ""] as const,
);

describe("close codes", () => {
  it.each(documented)("%i is followed by what docs/protocol.md says: %s", (code, phrase) => {
    expect(PHRASES).toHaveProperty([phrase]);
    expect(ruleOf(code)).toMatchObject(PHRASES[phrase] ?? {});
  });

  it("are all documented", () => {
    const codes = new Set(documented.map(([code]) => code));
    const undocumented = Object.values(CLOSE).filter((code) => !codes.has(code));
    expect(undocumented).toEqual([CLOSE.NORMAL, CLOSE.ABNORMAL, CLOSE.FRAME_TOO_BIG]); // those of RFC 6455
  });

  it("that nobody has announced reconnect, and stop from 4500 to 4999", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1001, max: 5100 }), (code) => {
        const isKnown = documented.some(([known]) => known === code);
        const expected = code >= 4500 && code < 5000 ? "stop" : "reconnect";
        expect(isKnown || ruleOf(code).action === expected).toBe(true);
      }),
    );
  });

  it("that are final say what a person can do", () => {
    const codes = [4500, 4501, 4503, 4504, 4505, 4506, 4599, 1000];
    const reasons = ["malformed", "log_in", "forbidden", "replaced", "too_many", "reload", "closed", "closed"];
    expect(codes.map(stopReasonOf)).toEqual(reasons);
  });
});

describe("the back-off", () => {
  const backOff = ruleOf(CLOSE.ABNORMAL);

  it("is a random part of a bound that doubles from half a second to twenty seconds", () => {
    const numbers = fc.array(fc.float({ min: 0, max: Math.fround(0.999), noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(numbers, fc.constantFrom(1006, 1012, 4002, 4006, 4007), (randoms, code) => {
        const drawn = [...randoms];
        const policy = new ReconnectPolicy(
          () => 0,
          () => drawn.shift() ?? 0,
        );
        const rule = ruleOf(code);
        randoms.forEach((random, failures) => {
          const bound = Math.min(20_000, 500 * 2 ** failures);
          expect(policy.closed(rule)).toBeCloseTo(rule.atLeastMs + random * bound, 6);
        });
      }),
    );
  });

  it("starts anew after thirty seconds of a stable connection, and not before", () => {
    let nowMs = 0;
    const policy = new ReconnectPolicy(
      () => nowMs,
      () => 0.5,
    );
    policy.closed(backOff);
    policy.closed(backOff);
    policy.greeted();
    nowMs += 29_999;
    expect(policy.closed(backOff)).toBe(1_000);
    policy.greeted();
    nowMs += 30_000;
    expect(policy.closed(backOff)).toBe(250);
  });

  it("is left out once where the table says so, and not twice in a row", () => {
    const policy = new ReconnectPolicy(
      () => 0,
      () => 0.5,
    );
    expect([policy.closed(ruleOf(4003)), policy.closed(ruleOf(4003))]).toEqual([0, 500]);
  });

  it("gives way to a network that returns, unless the server has asked for time", () => {
    expect([1006, 1012, 4003, 4005, 4001, 4006, 4007].map((code) => mayHurry(ruleOf(code)))).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ]);
  });

  it("after a drain lies in the window that was announced, or in five seconds", () => {
    const policy = new ReconnectPolicy(
      () => 0,
      () => 0.5,
    );
    expect([policy.closed(ruleOf(4001), 60_000), policy.closed(ruleOf(4001))]).toEqual([30_000, 2_500]);
  });
});
