/** Each verdict, and what brings it about. */

import { describe, expect, test } from "vitest";

import { NOTHING_NOTED, withAnchor, withSeeds, withTable } from "../notes/notes";
import { notedBefore, seedsBefore, tableNotedBefore, vectors, type RoundAnswer } from "../testing/vectors";
import { roundNumber } from "./crash";
import { rulesWanted, verify } from "./verify";

const GAMES = ["rps", "slot", "gacha"] as const;

function example(game: (typeof GAMES)[number]): { record: RoundAnswer; rules: unknown } {
  const content = vectors(game);
  const each = content.rounds[7];
  if (each === undefined) throw new Error("no vectors");
  return { record: each.record, rules: content.rules[each.rules] };
}

describe.each(GAMES)("a round of %s", (game) => {
  const { record, rules } = example(game);

  test("is proven when seeds and rules were noted before it", async () => {
    const { verdict, steps } = await verify(record, { rules, notes: await notedBefore(record, rules) });
    expect(verdict).toEqual({ kind: "proven" });
    expect(steps.slice(0, 4).map((step) => step.kind)).toEqual(["noted", "seed", "rules", "stream"]);
  });

  test("is consistent when its seeds were first seen after it", async () => {
    const shown = { ...seedsBefore(record), nonce: record.nonce };
    const notes = withSeeds(await notedBefore({ ...record, server_seed_hash: "e".repeat(64) }, rules), shown, 3_000);
    expect((await verify(record, { rules, notes })).verdict).toEqual({
      kind: "consistent",
      because: "notedAfterwards",
    });
  });

  test("is consistent when its rules were never noted", async () => {
    const notes = withSeeds(NOTHING_NOTED, seedsBefore(record), 1_000);
    const { verdict } = await verify(record, { rules, notes });
    expect(verdict).toEqual({ kind: "consistent", because: "rulesNotedAfterwards" });
  });

  test("is pending while its seed is secret", async () => {
    const { server_seed: _, ...secret } = record;
    const notes = await notedBefore(record, rules);
    expect((await verify(secret, { rules, notes })).verdict).toEqual({ kind: "pending", because: "seedInForce" });
  });

  test("is broken, secret or not, when its client seed is not the one that was noted", async () => {
    const notes = await notedBefore({ ...record, client_seed: "another" }, rules);
    const { server_seed: _, ...secret } = record;
    for (const answer of [record, secret]) {
      const { verdict } = await verify(answer, { rules, notes });
      const difference = { claim: "clientSeed", recorded: record.client_seed, computed: "another" };
      expect(verdict).toMatchObject({ kind: "broken", differences: [difference] });
    }
  });

  test("is broken when its rules are not those that were noted in that version", async () => {
    const notes = await notedBefore(record, rules);
    const forged = { ...notes, rules: notes.rules.map((note) => ({ ...note, digest: "0".repeat(64) })) };
    const { verdict } = await verify(record, { rules, notes: forged });
    expect(verdict).toMatchObject({ kind: "broken", differences: [{ claim: "rules" }] });
  });

  test("is not judged without its rules, by other rules, or when it is not whole", async () => {
    const { bet: _, ...partial } = record;
    expect((await verify(record)).verdict).toMatchObject({ kind: "unchecked", because: "rulesMissing" });
    const other = { ...(rules as object), version: 99 };
    expect((await verify(record, { rules: other })).verdict).toMatchObject({
      kind: "unchecked",
      because: "otherRules",
    });
    expect((await verify(partial, { rules })).verdict).toMatchObject({ because: "notWhole", place: "bet" });
  });

  test("names the rules that it takes", () => {
    expect(rulesWanted(record)).toMatchObject({ game, version: expect.any(Number) as number });
  });
});

test("seeds that were made up after the round are found by what was noted", async () => {
  const { record, rules } = example("rps");
  const notes = await notedBefore(record, rules);
  const lie = { ...record, server_seed_hash: "0".repeat(64) };
  expect((await verify(lie, { rules, notes })).verdict).toMatchObject({ differences: [{ claim: "serverSeedHash" }] });
});

test("a game that this browser does not know is not judged", async () => {
  const { record } = example("rps");
  const { verdict } = await verify({ ...record, game: "dice" });
  expect(verdict).toEqual({ kind: "unchecked", because: "unknownGame", place: "dice" });
});

test.each([null, 7, "round", [], {}])("an answer that is no record is not judged: %j", async (answer) => {
  expect((await verify(answer)).verdict).toMatchObject({ kind: "unchecked", because: "notWhole" });
});

describe("a round of a crash table", () => {
  const { rounds, bets, former } = vectors("crash");
  const round = rounds[30];
  const bet = bets[13];
  if (round === undefined || bet === undefined) throw new Error("no vectors");
  const number = roundNumber(round.round_id);

  test("is proven when its chain was noted before it", async () => {
    const { verdict, anchor } = await verify(round, { notes: tableNotedBefore(round, number) });
    expect(verdict).toEqual({ kind: "proven" });
    expect(anchor).toEqual({ index: 31, hash: round.game_hash, terminatingHash: round.terminating_hash });
  });

  test("is consistent when its chain was noted after it", async () => {
    const notes = tableNotedBefore({ ...round, chain_index: round.chain_index + 1 }, number + 1);
    expect((await verify(round, { notes })).verdict).toEqual({ kind: "consistent", because: "notedAfterwards" });
  });

  test("is pending until it is over", async () => {
    const { game_hash: _, crash_cents: __, ...open } = round;
    const { verdict } = await verify({ ...open, state: "running" }, { notes: tableNotedBefore(round, number) });
    expect(verdict).toEqual({ kind: "pending", because: "roundOpen" });
  });

  test("is broken when another chain, place or salt was noted for it", async () => {
    for (const [change, claim] of [
      [{ terminating_hash: "0".repeat(64) }, "notedChain"],
      [{ chain_index: 30 }, "chainPlace"],
      [{ salt: "0".repeat(64) }, "notedSalt"],
    ] as const) {
      const { verdict } = await verify(round, { notes: tableNotedBefore({ ...round, ...change }, number) });
      expect(verdict).toMatchObject({ kind: "broken", differences: [{ claim }] });
    }
  });

  test("is followed no further than to a hash that was followed before", async () => {
    const before = rounds[27];
    if (before === undefined) throw new Error("no vectors");
    const anchor = { index: 28, hash: before.game_hash };
    const notes = withAnchor(tableNotedBefore(round, number), round.terminating_hash, anchor);
    const { verdict, steps } = await verify(round, { notes });
    expect(verdict).toEqual({ kind: "proven" });
    expect(steps.find((step) => step.kind === "chain")).toMatchObject({ hashes: 3, at: "checkedBefore" });
  });

  test("is consistent at most when its salt came with the chain, whatever was noted", async () => {
    const old = former[0];
    if (old === undefined) throw new Error("no vectors");
    const { verdict } = await verify(old, { notes: tableNotedBefore(old, roundNumber(old.round_id)) });
    expect(verdict).toEqual({ kind: "consistent", because: "saltCameWithChain" });
  });

  test("proves a bet on it, and says whether the bet is part of the salt", async () => {
    const first = bets[0];
    if (first === undefined) throw new Error("no vectors");
    const notes = tableNotedBefore(first.table_round, roundNumber(first.table_round.round_id));
    const { verdict, steps } = await verify(first, { notes });
    expect(verdict).toEqual({ kind: "proven" });
    expect(steps.find((step) => step.kind === "salt")).toMatchObject({ origin: "bets", ownBet: true });
  });

  test("refutes a bet under the salt of no bets", async () => {
    const unsalted = rounds[1];
    if (unsalted === undefined) throw new Error("no vectors");
    const outcome = { ...bet.outcome, round_id: unsalted.round_id, cents: 0, auto_cashout: 0 };
    const { verdict } = await verify({ ...bet, outcome, payout: 0, table_round: unsalted });
    expect(verdict).toMatchObject({ kind: "broken" });
    expect(verdict).toHaveProperty(
      "differences",
      expect.arrayContaining([expect.objectContaining({ claim: "saltWithoutBets" })]),
    );
  });

  test("tells how far it is, and can be given up", async () => {
    const told: number[] = [];
    await verify(round, { onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error("gone"));
    await expect(verify(round, { signal })).rejects.toThrow("gone");
  });

  test("that was promised as the next chain is proven from its first round on", async () => {
    const chain = { terminating_hash: "9".repeat(64), salt: "", length: 100 };
    const next_chain = { terminating_hash: round.terminating_hash, salt: "", length: 1_000 };
    const shown = { table: "main", round_id: "main-50", phase: "ended", chain_index: 50, chain, next_chain };
    const { verdict } = await verify(round, { notes: withTable(NOTHING_NOTED, shown, 50, 1) });
    expect(verdict).toEqual({ kind: "proven" });
  });
});
