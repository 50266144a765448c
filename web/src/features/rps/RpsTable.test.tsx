import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { FakeClient } from "@/sync/fake-client";
import { SyncStoreProvider } from "@/sync/RealtimeSync";
import { SyncStore } from "@/sync/store";

import { RpsTable } from "./RpsTable";
import type { Terms } from "./terms";

const TERMS: Terms = {
  version: 3,
  winHundredths: 195,
  lowestReturn: 0.98,
  closed: false,
  bounds: { min: 10, max: 1_000 },
};
const WON = { round_id: "r1", outcome: "win", opponent: "scissors", payout: 195, gold: 1_095 };

afterEach(cleanup);

function table(onTermsChanged = vi.fn()) {
  const client = new FakeClient();
  client.shows({});
  render(
    <SyncStoreProvider value={new SyncStore(client)}>
      <RpsTable terms={TERMS} onTermsChanged={onTermsChanged} />
    </SyncStoreProvider>,
  );
  return { client, onTermsChanged };
}

const press = (key: string) => fireEvent.keyDown(document.body, { key });
const settle = () => act(() => Promise.resolve());

test("a hand that is pressed twice at once is played once, by the version that is shown", async () => {
  const { client } = table();
  const rock = screen.getByRole("button", { name: /rock/i });
  fireEvent.click(rock);
  fireEvent.click(rock);
  press("1");
  await settle();
  expect(client.sent.map(({ payload }) => payload)).toEqual([{ bet: 100, choice: "rock", version: 3 }]);
});

test("the result is said once, with what it changed", async () => {
  const { client } = table();
  press("1");
  await settle();
  await act(async () => {
    client.answers("id-1", WON);
    await Promise.resolve();
  });
  expect(screen.getByRole("status").textContent).toContain("+95");
  expect(screen.getByTestId("rps-result").dataset.outcome).toBe("win");
});

test("keys play nothing while a stake is typed, and nothing without a stake", async () => {
  const { client } = table();
  const stake = screen.getByRole("textbox");
  fireEvent.keyDown(stake, { key: "2" });
  fireEvent.change(stake, { target: { value: "-" } });
  press("2");
  await settle();
  expect(client.sent).toEqual([]);
});

test("an outcome that is unknown is asked for by the id of its round", async () => {
  const { client } = table();
  press("3");
  await settle();
  await act(async () => {
    client.refuses("id-1", { code: "timeout", status: 504 });
    await Promise.resolve();
  });
  press("3");
  await settle();
  expect(client.sent.length).toBe(1);
  fireEvent.click(screen.getByRole("button", { name: /ask for it/i }));
  await settle();
  expect(client.sent.map(({ id }) => id)).toEqual(["id-1", "id-1"]);
});

test("pays that have changed are read again", async () => {
  const { client, onTermsChanged } = table();
  press("2");
  await settle();
  await act(async () => {
    client.refuses("id-1", { code: "version_conflict", status: 409 });
    await Promise.resolve();
  });
  expect(onTermsChanged).toHaveBeenCalledOnce();
});
