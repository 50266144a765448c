// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeClient } from "./fake-client";
import { POLL_FIRST_MS, POLL_MS, pollsIn, pollWhileAway } from "./polling";
import { SyncStore } from "./store";

const SNAPSHOT = { type: "initial_state", seq: 7, version: 9, payload: { profile: { gold: 777 } } };

function answers(...responses: Response[]) {
  const asked: RequestInit[] = [];
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
    asked.push(init);
    return Promise.resolve(responses.shift() ?? new Response(null, { status: 304 }));
  });
  return asked;
}

function snapshot() {
  return new Response(JSON.stringify(SNAPSHOT), { headers: { ETag: '"a"' } });
}

describe("polling", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("asks for a snapshot every 30 s while the socket is away, with the ETag of the last", async () => {
    const asked = answers(snapshot());
    const client = new FakeClient();
    const store = new SyncStore(client);
    client.becomes({ status: "offline" });
    const stop = pollWhileAway(store, () => Promise.resolve("token"));
    await vi.advanceTimersByTimeAsync(POLL_FIRST_MS);
    expect(store.gold?.amount).toBe(777);
    await vi.advanceTimersByTimeAsync(2 * POLL_MS);
    const tags = asked.map(({ headers }) => new Headers(headers).get("If-None-Match"));
    expect(tags).toEqual([null, '"a"', '"a"']);
    stop();
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(asked).toHaveLength(3);
  });

  it("asks for nothing while the socket is open, and stops when it opens", async () => {
    const asked = answers();
    const client = new FakeClient();
    const store = new SyncStore(client);
    client.becomes({ status: "open" });
    pollWhileAway(store, () => Promise.resolve("token"));
    await vi.advanceTimersByTimeAsync(POLL_MS);
    client.becomes({ status: "waiting", retryAt: 0, attempt: 1, code: 1006 });
    client.becomes({ status: "open" });
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(asked).toEqual([]);
  });

  it("goes on after a failure", async () => {
    const asked = answers(new Response(null, { status: 503 }), snapshot());
    const store = new SyncStore(new FakeClient());
    const stop = pollWhileAway(store, () => Promise.resolve("token"));
    await vi.advanceTimersByTimeAsync(POLL_FIRST_MS + POLL_MS);
    expect(asked).toHaveLength(2);
    expect(store.gold?.amount).toBe(777);
    stop();
  });
});

it("polls for a player who may not play, but may look, and not for one without a session", () => {
  expect(pollsIn({ status: "stopped", code: 4503, reason: "forbidden" })).toBe(true);
  expect(pollsIn({ status: "stopped", code: 4501, reason: "log_in" })).toBe(false);
  expect(pollsIn({ status: "stopped", code: 4504, reason: "replaced" })).toBe(true);
});
