/** The verifier in the browser computes every round as the server's rules play it. */

import { describe, expect, test } from "vitest";

import { vectors } from "../testing/vectors";
import { hashBefore } from "./chainwalk";
import { crashPoint, previousHash } from "./crash";
import { Draws, choose, fraction } from "./draws";
import { verify } from "./verify";

test("floats are those of the server, to the last bit", async () => {
  for (const { seeds, floats } of vectors("floats").streams) {
    const draws = new Draws(...seeds);
    for (const float of floats) expect(fraction(await draws.next())).toBe(float);
  }
});

test("five strips stop where the published vector says", async () => {
  const draws = new Draws("18e93f4a7b5b58d2569765766d1b6c3296bbd8430d6f20249044d72f14720159", "bb62964774", 1);
  const stops: number[] = [];
  for (const length of [30, 30, 30, 30, 41]) stops.push(choose(await draws.next(), length));
  expect(stops).toEqual([23, 26, 9, 24, 1]);
});

test.each(["rps", "slot", "gacha"] as const)("every round of %s follows from its seeds", async (game) => {
  const { rounds, rules } = vectors(game);
  expect(rounds.length).toBeGreaterThanOrEqual(200);
  for (const each of rounds) {
    const { verdict } = await verify(each.record, { rules: rules[each.rules] });
    expect(verdict, each.record.round_id).toEqual({ kind: "consistent", because: "neverNoted" });
  }
});

describe("crash", () => {
  const { rounds, bets, former, points } = vectors("crash");

  test("every round follows from its chain and its salt", async () => {
    expect(rounds.length).toBeGreaterThanOrEqual(200);
    for (const round of rounds) {
      const { verdict } = await verify(round);
      expect(verdict, round.round_id).toEqual({ kind: "consistent", because: "neverNoted" });
    }
  });

  test("a walk along a chain is what WebCrypto finds step by step", async () => {
    const [first] = rounds;
    if (first === undefined) throw new Error("no vectors");
    let hash = first.game_hash;
    for (let steps = 0; steps < 50; steps += 1) {
      expect(await hashBefore(first.game_hash, steps, {})).toBe(hash);
      hash = await previousHash(hash);
    }
  });

  test("every bet is paid what follows from the end of its curve", async () => {
    for (const bet of bets) {
      const { verdict } = await verify(bet);
      expect(verdict, bet.round_id).toEqual({ kind: "consistent", because: "neverNoted" });
    }
  });

  test("a salt that came with its chain proves nothing", async () => {
    for (const round of former) {
      expect((await verify(round)).verdict).toEqual({ kind: "consistent", because: "saltCameWithChain" });
    }
  });

  test("points are those of the server, the lowest, the highest and the published ones", async () => {
    for (const [hash, salt, hundredths] of points) expect((await crashPoint(hash, salt)).hundredths).toBe(hundredths);
  });
});
