import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { FakeClient } from "@/sync/fake-client";
import { SyncStoreProvider } from "@/sync/RealtimeSync";
import { SyncStore } from "@/sync/store";

import { useBuying } from "./useBuying";

const ORDER = { product_id: "gem-pack", quantity: 2, catalog_version: 7 };
const PURCHASE = { purchase_id: "p1", product_id: "gem-pack", status: "pending" };

afterEach(cleanup);

function buying() {
  const client = new FakeClient();
  client.shows({});
  const store = new SyncStore(client);
  const onChanged = vi.fn();
  const { result } = renderHook(() => useBuying(onChanged), {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <SyncStoreProvider value={store}>{children}</SyncStoreProvider>
    ),
  });
  act(() => result.current.buy(ORDER));
  return { client, result, onChanged };
}

const settle = () => act(() => Promise.resolve());

test("a purchase without an answer is no refusal: it is asked for by its id, and nothing else is bought before", async () => {
  const { client, result } = buying();
  client.refuses("id-1", { code: "timeout", status: 504 });
  await settle();
  expect(result.current.bought).toEqual({ kind: "unknown" });
  act(() => result.current.buy({ ...ORDER, product_id: "another" }));
  expect(result.current.order).toEqual(ORDER);
  act(() => result.current.askAgain?.());
  expect(client.sent).toEqual([client.sent[0], client.sent[0]]);
  client.answers("id-1", PURCHASE);
  await settle();
  expect(result.current.bought).toMatchObject({ kind: "purchase", purchase: { status: "pending" } });
});

test("a pending purchase ends by the push about it, and by no other", async () => {
  const { client, result } = buying();
  client.answers("id-1", PURCHASE);
  await settle();
  const ended = (purchase_id: string) =>
    act(() =>
      client.pushes({ type: "purchase_update", payload: { ...PURCHASE, purchase_id, status: "success" } } as never),
    );
  ended("p2");
  expect(result.current.bought).toMatchObject({ purchase: { status: "pending" } });
  ended("p1");
  expect(result.current.bought).toMatchObject({ purchase: { status: "success" } });
});

test("an item that changed is read again and can be ordered again", async () => {
  const { client, result, onChanged } = buying();
  client.refuses("id-1", { code: "version_conflict", status: 409 });
  await settle();
  expect(onChanged).toHaveBeenCalledTimes(1);
  expect(result.current.bought).toEqual({ kind: "changed" });
  act(() => result.current.forget());
  expect(result.current.bought).toBeNull();
});
