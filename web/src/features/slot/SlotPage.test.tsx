import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { GoldShown } from "@/frame/Wallet";
import { FakeClient } from "@/sync/fake-client";
import { SyncStoreProvider } from "@/sync/RealtimeSync";
import { SyncStore } from "@/sync/store";

import { SlotPage } from "./SlotPage";
import { freeSpin, MACHINE, paidSpin } from "./testing/rounds";

const WON = paidSpin({
  stops: [0, 2, 2],
  window: [["CHERRY"], ["CHERRY"], ["CHERRY"]],
  lines: [{ line: 0, symbol: "CHERRY", length: 3, cents: 1_000 }],
  cents: 1_000,
  base_payout: 1_000,
  win_class: "big",
  payout: 1_000,
  gold: 1_900,
});
const FREE = paidSpin({
  stops: [0, 3, 0],
  window: [["CHERRY"], ["STAR"], ["BAR"]],
  scatters: 1,
  features: [{ type: "free_spins", spins: [freeSpin({ payout: 40 }), freeSpin({ payout: 20 })] }],
  win_class: "small",
  payout: 60,
  gold: 960,
});
/** Longer than any spin takes to be shown. */
const SHOWN_MS = 5_000;

beforeEach(() => {
  vi.useFakeTimers();
  const answers: Record<string, unknown> = {
    "/api/games/slot/machines": { items: [MACHINE, { ...MACHINE, id: "fortune" }] },
    "/api/economy": { bet_min: 20, bet_max: 1_000 },
  };
  vi.stubGlobal("fetch", (path: string) => Promise.resolve(new Response(JSON.stringify(answers[path]))));
});
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

async function page() {
  const client = new FakeClient();
  client.shows({});
  render(
    <SyncStoreProvider value={new SyncStore(client)}>
      <GoldShown />
      <SlotPage />
    </SyncStoreProvider>,
  );
  await pass(0);
  return client;
}

const stage = () => screen.getByTestId("slot-window").dataset.stage;
const gold = () => within(screen.getByTestId("gold")).getByText(/^[\d,]+$/, { selector: ".only-read" }).textContent;
const space = () => fireEvent.keyDown(document.body, { code: "Space" });
const button = () => document.querySelector<HTMLElement>("button[data-act]:not([data-act=skip])")!;

async function answer(client: FakeClient, id: string, payload: typeof WON) {
  await act(async () => {
    client.answers(id, payload);
    await vi.advanceTimersByTimeAsync(0);
    client.gold(payload.gold);
    client.confirms(id);
    await Promise.resolve();
  });
}

test("a press spins once at the version that is shown, however fast the next ones come", async () => {
  const client = await page();
  space();
  space();
  fireEvent.click(button());
  await pass(0);
  expect(client.sent.map(({ payload }) => payload)).toEqual([{ machine: "classic", bet: 100, version: 1 }]);
});

test("the reels turn until the server has answered, and the stake is shown as taken", async () => {
  await page();
  space();
  await pass(60_000);
  expect(stage()).toBe("asking");
  expect(gold()).toBe("900");
});

test("nothing of a win is told before the last reel stands", async () => {
  const client = await page();
  space();
  await pass(20);
  await answer(client, "id-1", WON);
  expect([stage(), gold()]).toEqual(["landing", "900"]);
  expect(screen.queryByTestId("slot-result")).toBeNull();
  expect(screen.queryByText("+900")).toBeNull();

  await pass(SHOWN_MS);
  expect([stage(), gold()]).toEqual(["shown", "1,900"]);
  expect(screen.getByTestId("slot-result").dataset.rank).toBe("big");
  expect(screen.getByRole("status").textContent).toContain("Big win. Paid: 1,000 gold, +900 in all.");
  expect(screen.getByRole("img", { name: "The reels show: Cherry, Cherry, Cherry." })).toBeTruthy();
  expect(document.querySelectorAll("[data-paying]").length).toBe(3);
  expect(document.querySelector("[data-round=r1]")?.getAttribute("href")).toBe("/fairness?round=r1");
});

test("a second press stops the reels", async () => {
  const client = await page();
  space();
  await answer(client, "id-1", WON);
  space();
  await pass(400);
  expect(stage()).toBe("shown");
});

test("a spin that is refused leaves the reels as they were, and the stake comes back", async () => {
  const client = await page();
  space();
  await pass(500);
  await act(async () => {
    client.refuses("id-1", { code: "rate_limited", status: 429 });
    await Promise.resolve();
  });
  expect([stage(), gold()]).toEqual(["ready", "1,000"]);
  expect(screen.getByTestId("slot-fault").textContent).toContain("Nothing was spun");
  expect(screen.getByRole("img", { name: "The reels show: Cherry, Bell, Bar." })).toBeTruthy();
});

test("an outcome that is unknown is asked for by the id of its spin", async () => {
  const client = await page();
  space();
  await act(async () => {
    client.refuses("id-1", { code: "timeout", status: 504 });
    await Promise.resolve();
  });
  expect(button().dataset.act).toBe("ask");
  space();
  await pass(0);
  expect(client.sent.map(({ id }) => id)).toEqual(["id-1", "id-1"]);
});

test("free spins are counted down, and gold waits for the last of them", async () => {
  const client = await page();
  space();
  await answer(client, "id-1", FREE);
  const seen = new Set<string>();
  for (let tick = 0; stage() !== "shown" && tick < 200; tick += 1) {
    const { number, left } = screen.queryByTestId("slot-free")?.dataset ?? {};
    seen.add(`${stage()} ${number ?? "-"} ${left ?? "-"} ${gold()}`);
    await pass(100);
  }
  expect([...seen]).toEqual([
    "landing - - 900",
    "resting - - 900",
    "landing 1 1 900",
    "resting 1 1 900",
    "landing 2 0 900",
  ]);
  expect(gold()).toBe("960");
  expect(screen.getByTestId("slot-result").dataset.rank).toBe("back");
});

test("free spins can be skipped to the result", async () => {
  const client = await page();
  space();
  await answer(client, "id-1", FREE);
  await pass(2_000);
  fireEvent.click(screen.getByRole("button", { name: "Skip to the result" }));
  expect([stage(), gold()]).toEqual(["shown", "960"]);
});

test("with little motion the result is there when the answer is", async () => {
  vi.spyOn(window, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
  const client = await page();
  space();
  await answer(client, "id-1", WON);
  await pass(0);
  expect(stage()).toBe("shown");
});

test("the machine cannot be left while a spin is on its way, and is as it was afterwards", async () => {
  const client = await page();
  const fortune = screen.getByRole<HTMLInputElement>("radio", { name: "Fortune" });
  space();
  await pass(0);
  expect(fortune.disabled).toBe(true);
  await answer(client, "id-1", WON);
  await pass(SHOWN_MS);
  fireEvent.click(fortune);
  expect(stage()).toBe("ready");
  fireEvent.click(screen.getByRole("radio", { name: "Classic" }));
  expect(stage()).toBe("shown");
});

test("Space in the stake and a stake that is too high spin nothing", async () => {
  const client = await page();
  const stake = screen.getByRole("textbox");
  fireEvent.keyDown(stake, { code: "Space" });
  fireEvent.change(stake, { target: { value: "1001" } });
  space();
  await pass(0);
  expect(client.sent).toEqual([]);
  expect(screen.getByText("The largest stake is 1,000.")).toBeTruthy();
});
