import { beforeEach, describe, expect, it, vi } from "vitest";

import { chance, ManualWorld, settled } from "../tests/manual-world";
import * as texts from "../tests/texts";
import { type Change, PitbossClient } from "./client";
import type { SocketListener } from "./environment";

interface Sent {
  readonly id: string;
  readonly type: string;
}

let client: PitbossClient;
let server: SocketListener;
let sent: Sent[];

/** A client whose state is there: seq 10, version 10, 1,000 gold. */
beforeEach(async () => {
  sent = [];
  const world = new ManualWorld((_url, _protocol, listener) => {
    server = listener;
    return { send: (text) => void sent.push(JSON.parse(text) as Sent), close: () => undefined };
  }, chance(1));
  const tokens = { current: () => Promise.resolve("h.e30.s"), refresh: () => Promise.resolve("h.e30.s") };
  client = new PitbossClient({ url: "ws://test/", clientName: "test/1", environment: world, tokens });
  client.connect();
  await settled();
  server.opened();
  server.received(texts.hello(sent[0]?.id ?? "", { now: world.now(), token_exp: world.now() + 900_000 }));
  server.received(texts.initialState(10, 10));
  sent = [];
});

function play(options: { id?: string } = {}) {
  return client.command("rps.play", { bet: 100, choice: "rock" }, options);
}

describe("a listener", () => {
  it("is told what has changed, and reads the rest", () => {
    const changes: [Change["kind"], number | undefined][] = [];
    client.subscribe((change) => changes.push([change.kind, client.state?.profile.gold]));
    server.received(texts.profileUpdate(11, 900));
    expect(changes).toEqual([
      ["state", 900],
      ["push", 900],
    ]);
  });

  it("that throws keeps nobody from the news, and is reported", () => {
    const reported = vi.fn();
    vi.stubGlobal("queueMicrotask", (act: () => void) => {
      expect(act).toThrow("mine");
      reported();
    });
    const second = vi.fn();
    client.subscribe(() => {
      throw new Error("mine");
    });
    client.subscribe(second);
    server.received(texts.profileUpdate(11, 900));
    vi.unstubAllGlobals();
    expect([second.mock.calls.length, reported.mock.calls.length]).toEqual([2, 2]);
  });

  it("hears nothing any more once it has left", () => {
    const listener = vi.fn();
    client.subscribe(listener)();
    server.received(texts.profileUpdate(11, 900));
    expect(listener).not.toHaveBeenCalled();
  });
});

describe("a command", () => {
  it("is one for all who send it under the same id", async () => {
    const both = Promise.all([play({ id: "once" }), play({ id: "once" })]);
    expect(sent).toHaveLength(1);
    server.received(texts.reply("once", { gold: 900 }));
    const [first, second] = await both;
    expect(first).toBe(second);
  });

  it("is confirmed by the push that carries its effect, and not before", async () => {
    const playing = play();
    server.received(texts.reply(sent[0]?.id ?? "", {}, 12, 11));
    const confirmed = vi.fn();
    void client.confirmed(await playing).then(confirmed);
    server.received(texts.profileUpdate(11, 900, 10, 11));
    await settled();
    expect(confirmed).not.toHaveBeenCalled();
    server.received(texts.push("stats_update", 12, { game: "rps" }, 11, 11));
    await settled();
    expect(confirmed).toHaveBeenCalledOnce();
  });

  it("that is refused is confirmed at once: nothing has changed", async () => {
    const playing = play();
    server.received(texts.refusal(sent[0]?.id ?? "", "insufficient_gold"));
    const reply = await playing;
    await client.confirmed(reply);
    expect(reply.ok).toBe(false);
  });

  it("and its confirmation are rejected when the client is closed", async () => {
    const answered = play();
    server.received(texts.reply(sent[0]?.id ?? "", {}, 12, 11));
    const [confirmation, waiting] = [client.confirmed(await answered), play()];
    client.close();
    await expect(confirmation).rejects.toMatchObject({ name: "Stopped", code: 1000 });
    await expect(waiting).rejects.toMatchObject({ name: "Stopped", code: 1000 });
    await expect(client.confirmed(await answered)).rejects.toMatchObject({ name: "Stopped" });
  });
});

describe("a topic", () => {
  it("is asked for anew by each who begins to listen, and left with the last of them", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const leave = [client.topic("crash:main", first), client.topic("crash:main", second)];
    server.received(texts.reply(sent[1]?.id ?? "", {}, 3));
    leave[0]?.();
    server.received(texts.topicMessage("tick", 4));
    leave[1]?.();
    leave[1]?.();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2]);
    expect(sent.map(({ type }) => type)).toEqual(["crash.subscribe", "crash.subscribe", "crash.unsubscribe"]);
  });
});
