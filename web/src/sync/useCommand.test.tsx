import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { FakeClient } from "./fake-client";
import { SyncStoreProvider } from "./RealtimeSync";
import { SyncStore } from "./store";
import { useCommand } from "./useCommand";

const PLAY = { bet: 10, choice: "rock" } as const;
const WON = { round_id: "r1", outcome: "win", opponent: "scissors", payout: 20, gold: 1_010 };

afterEach(cleanup);

function used() {
  const client = new FakeClient();
  client.shows({});
  const store = new SyncStore(client);
  const handlers = { onReply: vi.fn(), onSent: vi.fn(), onFault: vi.fn() };
  const { result } = renderHook(() => useCommand("rps.play", handlers), {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <SyncStoreProvider value={store}>{children}</SyncStoreProvider>
    ),
  });
  const send = () => act(() => result.current.send(PLAY, { gold: -PLAY.bet }));
  return { client, result, handlers, send };
}

const settle = () => act(() => Promise.resolve());

test("a second press while one is in flight sends nothing", async () => {
  const { client, result, handlers, send } = used();
  send();
  send();
  expect(result.current.inFlight).toEqual(PLAY);
  expect(client.sent).toHaveLength(1);
  client.answers("id-1", WON);
  await settle();
  expect(result.current.inFlight).toBeUndefined();
  expect(handlers.onReply).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(WON), PLAY);
});

test("what was not answered is asked for by the same id and the same payload, and nothing else is sent before", async () => {
  const { client, result, handlers, send } = used();
  send();
  client.refuses("id-1", { code: "timeout", status: 504 });
  await settle();
  expect(result.current.fault?.code).toBe("timeout");
  send();
  expect(client.sent).toHaveLength(1);
  act(() => result.current.askAgain?.());
  expect(client.sent[1]).toEqual(client.sent[0]);
  client.answers("id-1", WON);
  await settle();
  expect(result.current.askAgain).toBeUndefined();
  expect(handlers.onReply).toHaveBeenCalledTimes(1);
});

test("a refusal is known: the next one goes under an id of its own", async () => {
  const { client, result, handlers, send } = used();
  send();
  client.refuses("id-1", { code: "insufficient_funds", status: 409 });
  await settle();
  expect(handlers.onFault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "insufficient_funds" }));
  expect(result.current.askAgain).toBeUndefined();
  send();
  expect(client.sent.map(({ id }) => id)).toEqual(["id-1", "id-2"]);
});
