/** Whatever is changed in a record that its seeds decide is found. */

import { expect, test } from "vitest";

import { changedAt, leaves, notedBefore, tableNotedBefore, vectors } from "../testing/vectors";
import { roundNumber } from "./crash";
import { verify } from "./verify";

/** What the seeds decide, and what was noted. Another stake may come to the same payout. */
const DECIDED = new Set<string | number>(["outcome", "payout", "server_seed", "server_seed_hash", "client_seed"]);
/** What they do not: that a player had an item before, and the pity before the pulls, may come to the same. */
const FREE = new Set<string | number>(["duplicate", "before"]);

test.each(["rps", "slot", "gacha"] as const)("in a round of %s", async (game) => {
  const { rounds, rules } = vectors(game);
  let tampered = 0;
  for (const { record, rules: key } of rounds.slice(20, 32)) {
    const notes = await notedBefore(record, rules[key]);
    for (const path of leaves(record)) {
      if (!DECIDED.has(path[0] ?? "") || path.some((step) => FREE.has(step))) continue;
      const { verdict } = await verify(changedAt(record, path), { rules: rules[key], notes });
      expect(verdict.kind, path.join(".")).toMatch(/broken|unchecked/);
      tampered += 1;
    }
  }
  expect(tampered).toBeGreaterThan(80);
});

const FREE_OF_A_TABLE = new Set<string | number>(["state", "table"]);

test("in a round of a crash table", async () => {
  const { rounds } = vectors("crash");
  for (const round of rounds.slice(2, 12)) {
    const notes = tableNotedBefore(round, roundNumber(round.round_id));
    for (const path of leaves(round)) {
      if (FREE_OF_A_TABLE.has(path[0] ?? "") || path[0] === "round_id") continue;
      const { verdict } = await verify(changedAt(round, path), { notes });
      expect(verdict.kind, path.join(".")).toMatch(/broken|unchecked/);
    }
  }
});

test("in a bet on a crash table", async () => {
  const { bets } = vectors("crash");
  for (const bet of bets.slice(0, 12)) {
    const notes = tableNotedBefore(bet.table_round, roundNumber(bet.table_round.round_id));
    for (const path of [["payout"], ["outcome", "round_id"], ["outcome", "commit"], ["table_round", "crash_cents"]]) {
      const { verdict } = await verify(changedAt(bet, path), { notes });
      expect(verdict.kind, path.join(".")).toBe("broken");
    }
    const above = { ...bet, outcome: { ...bet.outcome, cents: bet.table_round.crash_cents + 1 } };
    expect((await verify(above, { notes })).verdict).toMatchObject({ kind: "broken" });
  }
});

test("in the rules of a round", async () => {
  const { rounds, rules } = vectors("slot");
  const { record, rules: key } = rounds[0] ?? { record: undefined, rules: "" };
  if (record === undefined) throw new Error("no vectors");
  const notes = await notedBefore(record, rules[key]);
  const decides = new Set(["reels", "lines", "paytable", "wild", "scatter", "win_classes", "rows"]);
  for (const path of leaves(rules[key])) {
    if (!decides.has(String(path[0]))) continue;
    const { verdict } = await verify(record, { rules: changedAt(rules[key], path), notes });
    expect(verdict.kind, path.join(".")).toMatch(/broken|unchecked/);
  }
});
