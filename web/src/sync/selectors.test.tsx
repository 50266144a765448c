import { act, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";

import { FakeClient, NEW_PLAYER } from "./fake-client";
import { SyncStoreProvider } from "./RealtimeSync";
import { useConnection, useEvents, useGold, useStats, useTopic } from "./selectors";
import { SyncStore } from "./store";

function shown(content: ReactNode) {
  const client = new FakeClient();
  client.shows({});
  const store = new SyncStore(client);
  render(<SyncStoreProvider value={store}>{content}</SyncStoreProvider>);
  return { client, store };
}

function counted(useSelected: () => unknown) {
  const renders = { count: 0, value: undefined as unknown };
  function Reader() {
    renders.count += 1;
    renders.value = useSelected();
    return null;
  }
  return { renders, reader: <Reader /> };
}

describe("a selector", () => {
  it("does not render a reader of gold when statistics come", () => {
    const gold = counted(useGold);
    const stats = counted(useStats);
    const { client } = shown([<div key="g">{gold.reader}</div>, <div key="s">{stats.reader}</div>]);
    const played = { ...NEW_PLAYER.stats, games_played: 1 };
    act(() => client.shows({ stats: played }));
    expect(gold.renders.count).toBe(1);
    expect(stats.renders.count).toBe(2);
    expect(stats.renders.value).toEqual(played);
  });

  it("does not render readers of statistics, events and the connection when gold comes", () => {
    const others = [counted(useStats), counted(useEvents), counted(useConnection)];
    const gold = counted(useGold);
    const { client } = shown([gold, ...others].map(({ reader }, n) => <div key={n}>{reader}</div>));
    act(() => client.gold(900));
    expect(gold.renders).toEqual({ count: 2, value: { amount: 900, optimistic: false } });
    expect(others.map(({ renders }) => renders.count)).toEqual([1, 1, 1]);
  });

  it("renders a reader of gold once for each change of what is shown", async () => {
    const gold = counted(useGold);
    const { client, store } = shown(gold.reader);
    await act(async () => {
      void store.send("rps.play", { bet: 100, choice: "rock" }, { expected: { gold: -100 } });
      await Promise.resolve();
    });
    expect(gold.renders).toEqual({ count: 2, value: { amount: 900, optimistic: true } });
    await act(async () => {
      client.answers("id-1", {});
      await Promise.resolve();
    });
    expect(gold.renders.count).toBe(2);
  });
});

describe("useTopic", () => {
  it("listens while it is mounted, and always with the newest listener", () => {
    function Listener() {
      useTopic("crash:main", ({ type }) => {
        document.title = type;
      });
      return <p>listening</p>;
    }
    const { client } = shown(<Listener />);
    expect(screen.getByText("listening")).toBeTruthy();
    client.topics.get("crash:main")?.({ type: "tick", n: 1, payload: { round_id: "r", elapsed_ms: 1 } });
    expect(document.title).toBe("tick");
  });
});
