import { beforeEach, describe, expect, it } from "vitest";

import * as driving from "../../tests/driving";
import { conversation, type Sent } from "../../tests/driving";
import * as texts from "../../tests/texts";
import { FRAME_BYTES_MAX, IN_FLIGHT_MAX, PENDING_MAX } from "./command-queue";
import type { Conversation } from "./conversation";
import type { CoreEvent } from "./events";

const PLAY = { bet: 100, choice: "rock" } as const;

let player: Conversation;

beforeEach(() => {
  player = conversation();
});

function sent(who = player): Sent[] {
  return driving.sent(who);
}

function greet(changes: Record<string, unknown> = {}): CoreEvent[] {
  return driving.greet(player, changes);
}

function enter(snapshot?: string, who = player): CoreEvent[] {
  return driving.enter(who, snapshot);
}

function resume(changes: Record<string, unknown> = {}): CoreEvent[] {
  return driving.resume(player, changes);
}

function kinds(events: readonly CoreEvent[]): string[] {
  return events.map((event) => event.kind);
}

function pushes(events: readonly CoreEvent[]): unknown[] {
  return events.flatMap((event) => (event.kind === "push" ? [event.message] : []));
}

describe("connecting", () => {
  it("shows the token first, and asks for no resume without a state", () => {
    player.connect("secret");
    expect(sent()).toEqual([
      { id: expect.any(String) as string, type: "connect", payload: { token: "secret", client: "test/1" } },
    ]);
  });

  it("is ready when the snapshot is there", () => {
    expect(kinds(greet())).toEqual(["greeted"]);
    expect(kinds(player.receive(texts.initialState(10, 10)))).toEqual(["state", "ready"]);
    expect(player.state).toMatchObject({ epoch: "e1", seq: 10, version: 10, profile: { gold: 1000 } });
    expect(player.state?.events["ev7"]?.target).toBe(5);
  });

  it("resumes from the last push that was applied", () => {
    enter();
    player.receive(texts.profileUpdate(11, 900));
    player.disconnected();
    player.connect("token");
    expect(sent()[0]?.payload["resume"]).toEqual({ epoch: "e1", seq: 11 });
  });

  it("does not resume after a resync, and still shows what it had", () => {
    enter();
    player.disconnected();
    player.forgetPosition();
    player.connect("token");
    expect(sent()[0]?.payload["resume"]).toBeUndefined();
    expect(player.state?.profile.gold).toBe(1000);
  });

  it("is ready after a resume only when every missed push has come", () => {
    enter();
    expect(kinds(resume({ seq: 12, replayed: 2 }))).toEqual(["greeted"]);
    expect(kinds(player.receive(texts.profileUpdate(11, 900)))).toEqual(["state", "push"]);
    const last = player.receive(texts.profileUpdate(12, 800));
    expect(last.at(-1)).toEqual({ kind: "ready", missed: 2 });
    expect(pushes(last)).toMatchObject([{ seq: 12, replayed: true }]);
  });

  it("is ready with hello when it missed nothing", () => {
    enter();
    expect(resume().at(-1)).toEqual({ kind: "ready", missed: 0 });
  });

  it("ignores a hello that answers another connect", () => {
    player.connect("token");
    expect(player.receive(texts.hello("another"))).toEqual([]);
  });
});

describe("pushes", () => {
  it("applies them in order", () => {
    enter();
    expect(kinds(player.receive(texts.profileUpdate(11, 900)))).toEqual(["state", "push"]);
    expect(player.state).toMatchObject({ seq: 11, version: 11, profile: { gold: 900 } });
  });

  it("takes a coalesced push for no gap", () => {
    enter();
    player.receive(texts.profileUpdate(14, 700, 10));
    expect(player.state).toMatchObject({ seq: 14, profile: { gold: 700 } });
  });

  it("finds a missed push by prev, and applies nothing more until it has resumed", () => {
    enter();
    expect(player.receive(texts.profileUpdate(12, 800))).toEqual([{ kind: "gap" }]);
    expect(player.receive(texts.profileUpdate(11, 900))).toEqual([]);
    expect(player.state?.profile.gold).toBe(1000);
    resume({ seq: 12, replayed: 2 });
    player.receive(texts.profileUpdate(11, 900));
    player.receive(texts.profileUpdate(12, 800));
    expect(player.state?.profile.gold).toBe(800);
  });

  it("takes a push before the first snapshot for a gap", () => {
    greet();
    expect(player.receive(texts.profileUpdate(11, 900))).toEqual([{ kind: "gap" }]);
  });

  it("ignores a push that was applied before", () => {
    enter();
    player.receive(texts.profileUpdate(11, 900));
    expect(player.receive(texts.profileUpdate(11, 900))).toEqual([]);
  });

  it("opens a new epoch with a snapshot on an open socket", () => {
    enter();
    player.receive(texts.initialState(3, 20, texts.stateOfPlayer(), "e2"));
    player.receive(texts.profileUpdate(4, 500, 3, 21));
    expect(player.state).toMatchObject({ epoch: "e2", seq: 4, version: 21, profile: { gold: 500 } });
  });

  it("ignores a snapshot that is older than what an open socket has shown", () => {
    enter();
    player.receive(texts.profileUpdate(11, 900));
    expect(player.receive(texts.initialState(10, 10))).toEqual([]);
    expect(player.state).toMatchObject({ seq: 11, version: 11, profile: { gold: 900 } });
  });

  it("counts a push of an unknown type, and hands it to nobody", () => {
    enter();
    expect(pushes(player.receive(texts.push("weather", 11, { rain: true })))).toEqual([]);
    expect(player.state?.seq).toBe(11);
    expect(kinds(player.receive(texts.profileUpdate(12, 800)))).toEqual(["state", "push"]);
  });

  it("ignores an unknown message and an unknown key", () => {
    enter();
    expect(player.receive('{"type":"weather","payload":{}}')).toEqual([]);
    player.receive('{"type":"profile_update","seq":11,"prev":10,"version":11,"extra":1,"payload":{"gold":1}}');
    expect(player.state?.profile.gold).toBe(1);
  });

  it.each(["", "no json", "[]", "1", '{"type":'])("takes %j for a broken network", (text) => {
    enter();
    expect(player.receive(text)).toEqual([{ kind: "unreadable" }]);
    expect(player.receive(texts.profileUpdate(11, 900))).toEqual([]);
  });

  it("announces a drain with its window", () => {
    enter();
    const events = player.receive('{"type":"reconnect","payload":{"reason":"drain","window_ms":5000}}');
    expect(events).toEqual([{ kind: "drain", windowMs: 5000 }]);
  });

  it("hands on what every player is told", () => {
    enter();
    const events = player.receive(texts.topicMessage("shop_update", 7, { product_id: "pkg" }, "shop:main"));
    expect(pushes(events)).toEqual([{ type: "shop_update", n: 7, payload: { product_id: "pkg" } }]);
  });
});

describe("purchases and rewards", () => {
  const grant = { grant_id: "g1", reward_type: "gold", amount: 5, source: "event:ev7" };
  const unacked = [{ id: "g1", type: "reward_granted", payload: grant }];

  it("hands on what a snapshot holds as missed pushes", () => {
    const events = enter(texts.initialState(10, 10, texts.stateOfPlayer({ events_unacked: unacked })));
    expect(pushes(events)).toMatchObject([{ type: "reward_granted", payload: grant, replayed: true }]);
  });

  it("hands on each once, however often it comes", () => {
    enter();
    expect(pushes(player.receive(texts.push("reward_granted", 11, grant)))).toHaveLength(1);
    const snapshot = texts.initialState(3, 20, texts.stateOfPlayer({ events_unacked: unacked }), "e2");
    expect(pushes(player.receive(snapshot))).toEqual([]);
    expect(player.state?.events_unacked).toEqual(unacked);
  });

  it("hands on each status of a purchase", () => {
    enter();
    const statuses = ["success", "refunded", "refunded"].map((status, place) =>
      pushes(player.receive(texts.push("purchase_update", 11 + place, { purchase_id: "p1", product_id: "x", status }))),
    );
    expect(statuses.map((found) => found.length)).toEqual([1, 1, 0]);
  });

  it("acknowledges them with the next pong", () => {
    enter();
    player.receive(texts.push("reward_granted", 11, grant));
    player.receive('{"type":"ping","t":5}');
    expect(sent()).toEqual([{ type: "pong", t: 5, ack: 11 }]);
    expect(player.state?.events_unacked).toEqual([]);
  });

  it("acknowledges by a command what came over an earlier socket", () => {
    enter();
    player.receive(texts.push("reward_granted", 11, grant));
    resume({ seq: 11 });
    const [ack] = sent();
    expect(ack).toMatchObject({ type: "event.ack", payload: { ids: ["g1"] } });
    player.receive(texts.reply(ack?.id ?? "", { acknowledged: ["g1"] }));
    expect(player.state?.events_unacked).toEqual([]);
  });

  it("acknowledges them by one command, over however many sockets", () => {
    enter();
    player.receive(texts.push("reward_granted", 11, grant));
    resume({ seq: 11 });
    const first = player.takeOutgoing();
    resume({ seq: 11 });
    expect(player.takeOutgoing()).toEqual(first);
  });

  it("leaves nothing of one player to be sent as another", () => {
    enter();
    player.receive(texts.push("reward_granted", 11, grant));
    resume({ seq: 11 });
    player.disconnected();
    player.forgetPlayer();
    enter();
    expect(sent()).toEqual([]);
  });

  it("acknowledges nothing by itself when that is left to the user", () => {
    const manual = conversation(false);
    enter(texts.initialState(10, 10, texts.stateOfPlayer({ events_unacked: unacked })), manual);
    manual.receive('{"type":"ping","t":5}');
    expect(sent(manual)).toEqual([{ type: "pong", t: 5 }]);
    expect(manual.state?.events_unacked).toEqual(unacked);
  });
});

describe("commands", () => {
  it("wait for hello", () => {
    const id = player.command("rps.play", PLAY);
    expect(sent()).toEqual([]);
    greet();
    expect(sent()).toEqual([{ id, type: "rps.play", payload: PLAY }]);
  });

  it("are sent again with the same bytes until they are answered", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    const first = player.takeOutgoing();
    resume();
    expect(player.takeOutgoing()).toEqual(first);
    const [answered] = player.receive(texts.reply(id, { gold: 900 }, 12, 11));
    expect(answered).toMatchObject({ kind: "answered", reply: { ok: true, re: id, type: "rps.play", seq: 12 } });
    resume();
    expect(player.takeOutgoing()).toEqual([]);
  });

  it("are sent again in their order", () => {
    enter();
    const ids = [1, 2, 3].map(() => player.command("rps.play", PLAY));
    sent();
    resume();
    expect(sent().map((message) => message.id)).toEqual(ids);
  });

  it("are answered by a refusal too", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    const [answered] = player.receive(texts.refusal(id, "insufficient_gold", { need: 100, have: 40 }));
    expect(answered).toMatchObject({
      kind: "answered",
      reply: { ok: false, error: { code: "insufficient_gold", details: { have: 40 } } },
    });
  });

  it("ignores a second answer", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    player.receive(texts.reply(id));
    expect(player.receive(texts.reply(id))).toEqual([]);
  });

  it("keeps a command that is refused for now, and sends it when the time is over", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    const first = player.takeOutgoing();
    const events = player.receive(texts.refusal(id, "rate_limited", { retry_after_ms: 70 }, true));
    expect(events).toEqual([{ kind: "retry", id, afterMs: 70, attempts: 1 }]);
    resume();
    expect(player.takeOutgoing()).toEqual([]);
    player.retry(id);
    expect(player.takeOutgoing()).toEqual(first);
  });

  it("are not sent again once they are given up", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    sent();
    player.giveUp(id);
    resume();
    expect(sent()).toEqual([]);
    expect(player.receive(texts.reply(id))).toEqual([]);
  });

  it("go out in bounded numbers", () => {
    enter();
    const ids = Array.from({ length: IN_FLIGHT_MAX + 2 }, () => player.command("rps.play", PLAY));
    expect(sent()).toHaveLength(IN_FLIGHT_MAX);
    player.receive(texts.reply(ids[0] ?? ""));
    expect(sent().map((message) => message.id)).toEqual([ids[IN_FLIGHT_MAX]]);
  });

  it("wait in bounded numbers", () => {
    for (let number = 0; number < PENDING_MAX; number += 1) {
      player.command("rps.play", PLAY);
    }
    expect(() => player.command("rps.play", PLAY)).toThrow("wait for an answer");
  });

  it("are one when they have the same id and content, and refused when only the id is the same", () => {
    enter();
    player.command("rps.play", PLAY, "once");
    player.command("rps.play", PLAY, "once");
    expect(sent()).toHaveLength(1);
    expect(() => player.command("rps.play", { ...PLAY, bet: 1 }, "once")).toThrow("under the id once");
  });

  it("are not sent when they are larger than a frame", () => {
    expect(() => player.command("event.ack", { ids: ["가".repeat(FRAME_BYTES_MAX / 3)] })).toThrow("bytes");
  });

  it("refuses the largest after a frame that was too big, and never sends it again", () => {
    enter();
    const small = player.command("rps.play", PLAY);
    const large = player.command("event.ack", { ids: ["x".repeat(1000)] });
    sent();
    expect(player.disconnected(true)).toMatchObject([
      { kind: "answered", reply: { ok: false, re: large, error: { code: "frame_too_big" } } },
    ]);
    greet({ recovered: true });
    expect(sent().map((message) => message.id)).toEqual([small]);
  });

  it("refuses none that was not sent on the socket on which a frame was too big", () => {
    enter();
    player.command("event.ack", { ids: ["x".repeat(1000)] });
    sent();
    player.disconnected();
    player.connect("a token of many bytes");
    expect(player.disconnected(true)).toEqual([]);
  });

  it("refuses none when the largest on its way was given up", () => {
    enter();
    player.command("rps.play", PLAY);
    const large = player.command("event.ack", { ids: ["x".repeat(1000)] });
    sent();
    player.giveUp(large);
    expect(player.disconnected(true)).toEqual([]);
  });

  it("are not shown by a reply that overtook the snapshot of its epoch", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    const [event] = player.receive(texts.reply(id, {}, 3, 11)); // of the epoch e2, whose snapshot is still to come
    const reply = event?.kind === "answered" && event.reply.ok ? event.reply : undefined;
    expect(reply && player.isShown(reply)).toBe(false);
    player.receive(texts.initialState(3, 11, texts.stateOfPlayer(), "e2"));
    expect(reply && player.isShown(reply)).toBe(true);
  });

  it("are not shown by a reply that came before the snapshot, even if its seq is that of the last push", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    player.disconnected();
    greet();
    const [event] = player.receive(texts.reply(id, {}, 10, 12));
    expect(event?.kind === "answered" && event.reply.ok && player.isShown(event.reply)).toBe(false);
    player.receive(texts.initialState(10, 12, texts.stateOfPlayer(), "e2"));
    expect(event?.kind === "answered" && event.reply.ok && player.isShown(event.reply)).toBe(true);
  });

  it("are shown by a reply of a later turn that pushed nothing", () => {
    enter();
    const id = player.command("crash.bet", { table: "main", round_id: "main-1", bet: 100 });
    player.receive(texts.profileUpdate(11, 900));
    const [event] = player.receive(texts.reply(id, {}, 11, 12)); // the table has answered: nothing to push
    expect(event?.kind === "answered" && event.reply.ok && player.isShown(event.reply)).toBe(true);
  });

  it("know when their effect is shown", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    const [event] = player.receive(texts.reply(id, {}, 12, 11));
    const reply = event?.kind === "answered" && event.reply.ok ? event.reply : undefined;
    expect(reply && player.isShown(reply)).toBe(false);
    player.receive(texts.profileUpdate(11, 900, 10, 11));
    expect(reply && player.isShown(reply)).toBe(false);
    player.receive(texts.push("stats_update", 12, { game: "rps" }, 11, 11));
    expect(reply && player.isShown(reply)).toBe(true);
  });

  it("take a snapshot of another epoch for their effect", () => {
    enter();
    const id = player.command("rps.play", PLAY);
    const [event] = player.receive(texts.reply(id, {}, 12, 11));
    player.receive(texts.initialState(1, 11, texts.stateOfPlayer(), "e2"));
    expect(event?.kind === "answered" && event.reply.ok && player.isShown(event.reply)).toBe(true);
  });

  it("show the version in force that a conflict names", () => {
    enter();
    const id = player.command("slot.spin", { machine: "cherries", bet: 100, version: 3 });
    player.receive(texts.refusal(id, "version_conflict", { machine: "cherries", version: 4 }));
    expect(player.state?.games).toMatchObject({ slot: { machines: { cherries: { version: 4 } } } });
  });
});

describe("a socket's own commands", () => {
  it("show a fresh token, to one socket only", () => {
    enter();
    player.showToken("fresh");
    const [refresh] = sent();
    expect(refresh).toMatchObject({ type: "auth.refresh", payload: { token: "fresh" } });
    resume();
    expect(sent()).toEqual([]);
  });

  it("tell how long the token lives, or that it was refused", () => {
    enter();
    player.showToken("fresh");
    expect(player.receive(texts.reply(sent()[0]?.id ?? "", { token_exp: 77 }))).toEqual([
      { kind: "token", tokenExp: 77 },
    ]);
    player.showToken("stale");
    expect(player.receive(texts.refusal(sent()[0]?.id ?? "", "token_expired"))).toEqual([
      { kind: "token_refused", code: "token_expired" },
    ]);
  });

  it("answer a ping with its time", () => {
    greet();
    player.receive('{"type":"ping","t":1795396425000}');
    expect(sent()).toEqual([{ type: "pong", t: 1795396425000 }]);
  });
});

describe("a snapshot over REST", () => {
  const rich = texts.stateOfPlayer({ profile: { ...texts.PROFILE, gold: 7 } });

  it("is shown while there is no socket, and replayed pushes that it includes change nothing", () => {
    enter();
    player.disconnected();
    expect(kinds(player.adopt({ seq: 12, version: 12, payload: rich }))).toEqual(["state"]);
    expect(player.state).toMatchObject({ epoch: "e1", seq: 10, version: 12, profile: { gold: 7 } });
    greet({ recovered: true, seq: 13, replayed: 3 });
    player.receive(texts.profileUpdate(11, 900));
    player.receive(texts.profileUpdate(12, 7));
    expect(player.state).toMatchObject({ seq: 12, version: 12, profile: { gold: 7 } });
    player.receive(texts.profileUpdate(13, 6));
    expect(player.state).toMatchObject({ seq: 13, version: 13, profile: { gold: 6 } });
  });

  it("changes nothing when it is no news, or when there is a socket", () => {
    enter();
    expect(player.adopt({ seq: 99, version: 99, payload: rich })).toEqual([]);
    player.disconnected();
    expect(player.adopt({ seq: 10, version: 10, payload: rich })).toEqual([]);
  });

  it("is shown before there ever was a socket", () => {
    player.adopt({ seq: 12, version: 12, payload: rich });
    player.connect("token");
    expect(sent()[0]?.payload["resume"]).toBeUndefined();
    expect(player.state?.profile.gold).toBe(7);
  });
});
