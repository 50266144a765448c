import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

import { ServerClock } from "./server-clock";

/** How far the server's clock is from the monotonic one, ms. */
const AHEAD_MS = 1_000_000;

let monotonicMs: number;
let clock: ServerClock;

beforeEach(() => {
  monotonicMs = 0;
  clock = new ServerClock(
    () => 42,
    () => monotonicMs,
  );
});

/** Hear the server's time, which was sent `wayMs` ago. */
function hear(tell: (serverMs: number) => void, wayMs: number): void {
  const sent = AHEAD_MS + monotonicMs;
  monotonicMs += wayMs;
  tell(sent);
}

function open(wayMs: number): void {
  monotonicMs += 4 * wayMs;
  clock.opened(4 * wayMs);
  monotonicMs += wayMs; // connect
  hear((serverMs) => clock.greeted(serverMs), wayMs);
}

function errorMs(): number {
  return clock.now() - (AHEAD_MS + monotonicMs);
}

describe("the server's clock", () => {
  it("is the client's own before the server has told its time", () => {
    expect(clock.now()).toBe(42);
  });

  it("is exact when every way takes the same", () => {
    open(50);
    expect(errorMs()).toBe(0);
  });

  it("goes on while nothing is heard", () => {
    open(50);
    monotonicMs += 10_000;
    expect(errorMs()).toBe(0);
  });

  it("is not led astray by a time that was long on its way", () => {
    open(50);
    hear((serverMs) => clock.told(serverMs), 900);
    expect(errorMs()).toBe(0);
  });

  it("errs by no more than the shortest way", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 8 }), (ways) => {
        open(ways[0] ?? 0);
        ways.forEach((wayMs) => hear((serverMs) => clock.told(serverMs), wayMs));
        expect(Math.abs(errorMs())).toBeLessThanOrEqual(Math.min(...ways) + (ways[0] ?? 0));
      }),
    );
  });

  it("forgets an earlier socket, whose server may have had another clock", () => {
    open(50);
    const before = clock.now();
    monotonicMs += 1_000;
    clock.opened(0);
    clock.greeted(before - 60_000);
    expect(clock.now()).toBe(before - 60_000);
  });
});
