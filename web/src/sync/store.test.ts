import { describe, expect, it } from "vitest";

import { FakeClient } from "./fake-client";
import { SyncStore } from "./store";

const STAKE = { expected: { gold: -100 } };

function opened() {
  const client = new FakeClient();
  client.shows({});
  return { client, store: new SyncStore(client) };
}

async function settled() {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
  }
}

describe("gold", () => {
  it("is unknown until the server has said it", () => {
    expect(new SyncStore(new FakeClient()).gold).toBeUndefined();
  });

  it("shows an expected change at once, marked, until the state has the effect", async () => {
    const { client, store } = opened();
    const sent = store.send("rps.play", { bet: 100, choice: "rock" }, STAKE);
    expect(store.gold).toEqual({ amount: 900, optimistic: true });
    client.answers("id-1", { gold: 1_100 });
    expect(await sent).toMatchObject({ ok: true, payload: { gold: 1_100 } });
    expect(store.gold).toEqual({ amount: 900, optimistic: true });
    client.gold(1_100);
    client.confirms("id-1");
    await settled();
    expect(store.gold).toEqual({ amount: 1_100, optimistic: false });
  });

  it("takes an expected change back when the command is refused", async () => {
    const { client, store } = opened();
    const sent = store.send("rps.play", { bet: 100, choice: "rock" }, STAKE);
    client.refuses("id-1", { code: "item_inactive", status: 409 });
    expect(await sent).toEqual({ ok: false, id: "id-1", error: { code: "item_inactive", details: {} } });
    await settled();
    expect(store.gold).toEqual({ amount: 1_000, optimistic: false });
  });

  it("is never shown below nothing", () => {
    const { store } = opened();
    void store.send("rps.play", { bet: 5_000, choice: "rock" }, { expected: { gold: -5_000 } });
    expect(store.gold?.amount).toBe(0);
  });

  it("stands still while a screen holds it, and then shows what was said meanwhile", () => {
    const { client, store } = opened();
    const release = store.holdGold();
    client.gold(5_000);
    expect(store.gold).toEqual({ amount: 1_000, optimistic: true });
    release();
    release();
    expect(store.gold).toEqual({ amount: 5_000, optimistic: false });
  });

  it("does not betray by its mark, while it is held, what was said", () => {
    const { client, store } = opened();
    const release = store.holdGold();
    const marks = [1_000, 5_000, 1_000].map((said) => {
      client.gold(said);
      return store.gold?.optimistic;
    });
    expect(marks).toEqual([true, true, true]);
    release();
    expect(store.gold).toEqual({ amount: 1_000, optimistic: false });
  });
});

it("sends a command again under the id that it was given", () => {
  const { client, store } = opened();
  void store.send("streak.tick", {}, { id: "again" });
  expect(client.sent).toEqual([{ id: "again", type: "streak.tick", payload: {} }]);
});
