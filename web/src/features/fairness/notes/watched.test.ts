import type { TopicMessage } from "@pitboss/client";
import { expect, test } from "vitest";

import { withTable, type Notes } from "./notes";
import { watched } from "./watched";

const NOTHING: Notes = { seeds: [], chains: [], rules: [] };
const STATE = {
  table: "main",
  round_id: "main-7",
  phase: "betting",
  chain_index: 3,
  chain: { terminating_hash: "ab", salt: "", length: 5 },
};

const starts = (round: number, salt = "5a17"): TopicMessage =>
  ({
    type: "round_start",
    n: 1,
    payload: { round_id: `main-${round}`, started_at: 1, growth_per_ms: 0.1, salt },
  }) as const;

test("the state of a table is what it commits to", () => {
  expect(watched(null, { type: "state", n: 1, payload: STATE } as unknown as TopicMessage)).toEqual(STATE);
});

test("the salt that comes as the curve starts is noted from that round on", () => {
  const seen = watched(STATE, starts(8));
  expect(seen).toMatchObject({ round_id: "main-8", chain_index: 4, chain: { salt: "5a17" } });
  const before = withTable(NOTHING, STATE, 7, 1);
  expect(withTable(before, seen!, 8, 2).chains).toMatchObject([
    { firstRound: 5, fromRound: 7, salt: "5a17", saltedRound: 8, seenAt: 1 },
  ]);
});

test("a start says nothing new without a state, without a salt, when it is known, and of the next chain", () => {
  expect(watched(null, starts(7))).toBeNull();
  expect(watched(STATE, starts(7, ""))).toBeNull();
  expect(watched({ ...STATE, chain: { ...STATE.chain, salt: "01" } }, starts(7))).toBeNull();
  expect(watched(STATE, starts(10))).toBeNull();
});
