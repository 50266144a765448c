/** What counts as noted before a round, and what is kept. */

import { describe, expect, test } from "vitest";

import {
  ANCHORS_MAX,
  CHAINS_MAX,
  NOTHING_NOTED,
  RULES_MAX,
  SEEDS_MAX,
  chainNote,
  rulesCameFirst,
  rulesNote,
  seedNote,
  withAnchor,
  withRules,
  withSeeds,
  withTable,
  type SeedsShown,
  type TableShown,
} from "./notes";

function seeds(hash: string, next: string, nonce = 0, clientSeed = "mine"): SeedsShown {
  return { server_seed_hash: hash, next_server_seed_hash: next, client_seed: clientSeed, nonce };
}

function table(index: number, changes: Partial<TableShown> = {}): TableShown {
  const chain = { terminating_hash: "t1", salt: "", length: 100 };
  return { table: "main", round_id: `main-${index}`, phase: "betting", chain_index: index, chain, ...changes };
}

describe("seeds", () => {
  test("that are in force count for the rounds after the nonce that was shown", () => {
    expect(seedNote(withSeeds(NOTHING_NOTED, seeds("a", "b", 7), 1), "a")).toMatchObject({
      afterNonce: 7,
      inForceAt: 1,
    });
  });

  test("that were promised count for all of their rounds", () => {
    const notes = withSeeds(withSeeds(NOTHING_NOTED, seeds("a", "b", 7), 1), seeds("b", "c", 3, "new"), 2);
    expect(seedNote(notes, "b")).toEqual({
      hash: "b",
      afterNonce: 0,
      clientSeed: "new",
      nextHash: "c",
      seenAt: 1,
      inForceAt: 2,
    });
  });

  test("keep what was seen first", () => {
    const notes = withSeeds(withSeeds(NOTHING_NOTED, seeds("a", "b", 7), 1), seeds("a", "x", 9, "other"), 2);
    expect(seedNote(notes, "a")).toMatchObject({ afterNonce: 7, clientSeed: "mine", nextHash: "b", seenAt: 1 });
  });

  test("are forgotten when they are too many, the oldest first", () => {
    let notes = NOTHING_NOTED;
    for (let n = 0; n < SEEDS_MAX + 10; n += 1) notes = withSeeds(notes, seeds(`s${n}`, `s${n + 1}`), n);
    expect(notes.seeds).toHaveLength(SEEDS_MAX);
    expect(seedNote(notes, "s0")).toBeUndefined();
    expect(seedNote(notes, `s${SEEDS_MAX + 10}`)).toBeDefined();
  });
});

describe("chains", () => {
  test("count from the round that was open", () => {
    const notes = withTable(NOTHING_NOTED, table(5), 25, 1);
    expect(chainNote(notes, "main", 25)).toMatchObject({ firstRound: 21, fromRound: 25 });
    expect(chainNote(notes, "main", 20)).toBeUndefined();
    expect(chainNote(notes, "main", 121)).toBeUndefined();
    expect(chainNote(notes, "high", 25)).toBeUndefined();
  });

  test("count from the next round when the one that was shown was over", () => {
    const notes = withTable(NOTHING_NOTED, table(5, { phase: "ended" }), 25, 1);
    expect(chainNote(notes, "main", 25)).toMatchObject({ fromRound: 26 });
  });

  test("get their salt when it is first seen, and keep it", () => {
    const salted = (salt: string): TableShown["chain"] => ({ terminating_hash: "t1", salt, length: 100 });
    let notes = withTable(NOTHING_NOTED, table(5), 5, 1);
    notes = withTable(notes, table(8, { chain: salted("s") }), 8, 2);
    notes = withTable(notes, table(9, { chain: salted("x") }), 9, 3);
    expect(chainNote(notes, "main", 5)).toMatchObject({ salt: "s", saltedRound: 8, fromRound: 5 });
  });

  test("that were promised begin where the present one ends", () => {
    const next = { terminating_hash: "t2", salt: "", length: 50 };
    const notes = withTable(NOTHING_NOTED, table(5, { next_chain: next }), 5, 1);
    expect(chainNote(notes, "main", 101)).toMatchObject({ terminatingHash: "t2", firstRound: 101, fromRound: 101 });
  });

  test("keep a few of the hashes that were followed", () => {
    let notes = withTable(NOTHING_NOTED, table(5), 5, 1);
    for (let n = 0; n < ANCHORS_MAX + 3; n += 1) notes = withAnchor(notes, "t1", { index: n, hash: `h${n}` });
    notes = withAnchor(notes, "unknown", { index: 1, hash: "h" });
    expect(chainNote(notes, "main", 5)?.anchors).toHaveLength(ANCHORS_MAX);
  });

  test("are forgotten when they are too many", () => {
    let notes = NOTHING_NOTED;
    for (let n = 1; n < CHAINS_MAX + 9; n += 1) {
      const chain = { terminating_hash: `t${n}`, salt: "", length: 1 };
      notes = withTable(notes, table(1, { chain }), n, n);
    }
    expect(notes.chains).toHaveLength(CHAINS_MAX);
  });
});

describe("rules", () => {
  const rule = { game: "slot", id: "classic", version: 1, digest: "d" };

  test("count once seeds were shown after them, for the rounds that follow", () => {
    const bare = withRules(NOTHING_NOTED, rule, 1);
    const note = rulesNote(bare, "slot", "classic", 1);
    expect(note?.mark).toBeNull();
    if (note !== undefined) expect(rulesCameFirst(bare, note, "a", 9)).toBe(false);
    const notes = withSeeds(bare, seeds("a", "b", 4), 2);
    const marked = rulesNote(notes, "slot", "classic", 1);
    if (marked === undefined) throw new Error("forgotten");
    expect([4, 5].map((nonce) => rulesCameFirst(notes, marked, "a", nonce))).toEqual([false, true]);
  });

  test("count for seeds that came into force later, not for earlier ones", () => {
    let notes = withSeeds(NOTHING_NOTED, seeds("old", "a"), 1);
    notes = withSeeds(withRules(notes, rule, 2), seeds("a", "b", 3), 3);
    notes = withSeeds(notes, seeds("b", "c"), 4);
    const note = rulesNote(notes, "slot", "classic", 1);
    if (note === undefined) throw new Error("forgotten");
    expect(["old", "b", "c", "x"].map((hash) => rulesCameFirst(notes, note, hash, 1))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  test("of one version keep the digest that was seen first", () => {
    const notes = withRules(withRules(NOTHING_NOTED, rule, 1), { ...rule, digest: "e" }, 2);
    expect(notes.rules.map((each) => each.digest)).toEqual(["d"]);
  });

  test("are forgotten when they are too many", () => {
    let notes = NOTHING_NOTED;
    for (let version = 0; version < RULES_MAX + 5; version += 1)
      notes = withRules(notes, { ...rule, version }, version);
    expect(notes.rules).toHaveLength(RULES_MAX);
  });
});
