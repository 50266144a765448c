import { describe, expect, test } from "vitest";

import { claimableCount, inOrder, listed, stateOf, type Mission } from "./mission-state";

const NOW = 1_000;
const mission = (more: Partial<Mission> = {}): Mission => ({
  event_id: "warm-up",
  progress: 0,
  target: 10,
  joined: false,
  can_claim: false,
  claimed: false,
  starts_at: null,
  ends_at: null,
  claim_ends_at: null,
  requires: [],
  repeat: "once",
  ...more,
});
const state = (more: Partial<Mission>, done: readonly string[] = []) => stateOf(mission(more), new Set(done), NOW);

describe("the state of a mission", () => {
  test("is open until it is joined, then running", () => {
    expect(state({})).toBe("open");
    expect(state({ joined: true, progress: 3 })).toBe("running");
  });

  test("is locked until what it requires was claimed", () => {
    expect(state({ requires: ["first"] })).toBe("locked");
    expect(state({ requires: ["first"] }, ["first"])).toBe("open");
  });

  test("follows its window", () => {
    expect(state({ starts_at: NOW + 1 })).toBe("upcoming");
    expect(state({ starts_at: NOW })).toBe("open");
    expect(state({ ends_at: NOW, joined: true })).toBe("ended");
  });

  test("can still be claimed after its end, and is claimed once it was", () => {
    expect(state({ joined: true, can_claim: true, ends_at: NOW - 1 })).toBe("claimable");
    expect(state({ joined: true, claimed: true, can_claim: true })).toBe("claimed");
  });
});

describe("the list", () => {
  const missions = [
    mission({ event_id: "a" }),
    mission({ event_id: "b" }),
    mission({ event_id: "c", requires: ["a"] }),
  ];

  test("takes what pushes have said since it was read", () => {
    const pushed = { b: { ...mission({ event_id: "b" }), joined: true, progress: 10, can_claim: true } };
    const [first] = listed(missions, pushed, NOW);
    expect(first).toMatchObject({ state: "claimable", mission: { event_id: "b", progress: 10 } });
  });

  test("unlocks a mission as soon as what it requires is claimed", () => {
    const states = () =>
      Object.fromEntries(listed(missions, pushed, NOW).map((each) => [each.mission.event_id, each.state]));
    const pushed: Record<string, Mission> = {};
    expect(states()).toMatchObject({ c: "locked" });
    pushed["a"] = mission({ event_id: "a", joined: true, claimed: true });
    expect(states()).toMatchObject({ a: "claimed", c: "open" });
  });

  test("counts what can be claimed for the badge", () => {
    expect(claimableCount({ a: mission({ can_claim: true }), b: mission() })).toBe(1);
  });

  test("stays in the order in which it was shown, when one can be claimed meanwhile", () => {
    const [a, b] = [mission({ event_id: "a", joined: true }), mission({ event_id: "b", joined: true })];
    const after = listed([a, b], { b: { ...b, can_claim: true } }, NOW);
    expect(after.map((each) => each.mission.event_id)).toEqual(["b", "a"]);
    expect(inOrder(after, ["a", "b"]).map((each) => each.mission.event_id)).toEqual(["a", "b"]);
  });
});
