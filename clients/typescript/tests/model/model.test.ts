/**
 * The client against a model of the server over a hostile network, by histories that fast-check makes and shortens.
 *
 * A failure prints its seed and the shortest history that fails. HISTORIES says how many are tried.
 */

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { BREAKING, histories, WORSE } from "./acts";
import { History } from "./history";

const HISTORIES = Number(process.env["HISTORIES"] ?? 500);
const ACTS_MAX = 40;
/** What happens in some history: the verdicts are of no use on what never comes about. */
const MET = [
  ...["ok", "dup", "insufficient_gold", "version_conflict", "frame_too_big", "NoAnswer", "Stopped"],
  ...["connecting", "open", "snapshot", "resumed", "waiting", "offline", "stopped"],
  ...["1001", "1006", "1009", "1012", "4001", "4002", "4003", "4004", "4005", "4006", "4007", "4008"],
  ...["4500", "4501", "4503", "4504", "4505", "4506"],
];

describe("every history", () => {
  const jitters: number[] = [];
  const met = new Set<string>();

  it.each([
    ["over a network that breaks", BREAKING],
    ["over a network that drops, doubles and reorders", WORSE],
  ])("%s ends with each command answered once and the server's values shown", async (_name, weather) => {
    const property = fc.asyncProperty(fc.nat(), histories(weather, ACTS_MAX), async (seed, acts) => {
      const history = new History(seed);
      await history.run(acts);
      jitters.push(...history.player.jitters);
      history.player.met.forEach((what) => met.add(what));
    });
    await fc.assert(property, { numRuns: HISTORIES });
  });

  it("spreads its waits over the whole of their bounds", () => {
    const tenths = new Set(jitters.map((jitter) => Math.floor(jitter * 10)));
    expect([...tenths].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("together meet whatever can happen", () => {
    expect(MET.filter((what) => !met.has(what))).toEqual([]);
  });

  it("of nothing but calm is a quiet one", async () => {
    const history = new History(1);
    await history.run([{ do: "play", bet: 1, times: 3 }]);
    expect(history.network.dials).toBe(2); // the second after the cut with which each history ends
  });
});
