import { beforeEach, describe, expect, it } from "vitest";

import { chance, ManualWorld, settled } from "../tests/manual-world";
import * as texts from "../tests/texts";
import { PitbossClient } from "./client";
import type { SocketListener } from "./environment";
import { LoggedOut } from "./errors";

interface Line {
  readonly listener: SocketListener;
  readonly sent: { readonly id: string; readonly type: string; readonly payload: Record<string, unknown> }[];
  closed: boolean;
}

let lines: Line[];
let world: ManualWorld;
let client: PitbossClient;
let session: { token: string; refreshes: number; isOver: boolean; isStuck: boolean };

beforeEach(() => {
  lines = [];
  session = { token: tokenOf("p1"), refreshes: 0, isOver: false, isStuck: false };
  world = new ManualWorld((_url, _protocol, listener) => {
    const line: Line = { listener, sent: [], closed: false };
    lines.push(line);
    return {
      send: (text) => void line.sent.push(JSON.parse(text) as Line["sent"][number]),
      close: () => (line.closed = true),
    };
  }, chance(1));
  client = new PitbossClient({
    url: "ws://test/",
    clientName: "test/1",
    environment: world,
    tokens: {
      current: () => (session.isStuck ? new Promise(() => undefined) : Promise.resolve(session.token)),
      refresh: () => {
        session.refreshes += 1;
        return session.isOver ? Promise.reject(new LoggedOut("over")) : Promise.resolve(session.token);
      },
    },
  });
});

function tokenOf(player: string): string {
  return `h.${btoa(JSON.stringify({ sub: player }))}.s`;
}

function line(): Line {
  const last = lines.at(-1);
  if (last === undefined) {
    throw new Error("no socket was opened");
  }
  return last;
}

async function dial(): Promise<Line> {
  client.connect();
  await settled();
  return line();
}

/** Open the newest socket, greet the client and send it a snapshot. */
function enter(tokenLifeMs = 900_000): Line {
  const { listener, sent } = line();
  listener.opened();
  listener.received(texts.hello(sent[0]?.id ?? "", { now: world.now(), token_exp: world.now() + tokenLifeMs }));
  listener.received(texts.initialState(10, 10));
  return line();
}

describe("a socket", () => {
  it("that does not open within ten seconds is given up", async () => {
    const first = await dial();
    await world.advance(10_000);
    expect(first.closed).toBe(true);
    expect(client.connection).toMatchObject({ status: "waiting", code: 1006 });
  });

  it("that opens and says nothing is given up after thirty seconds, and dialled anew", async () => {
    const first = await dial();
    first.listener.opened();
    await world.advance(29_999);
    expect(first.closed).toBe(false);
    await world.advance(1);
    expect(first.closed).toBe(true);
    expect(client.connection).toMatchObject({ status: "waiting", code: 1006, attempt: 1 });
    await world.advance(500);
    expect(lines).toHaveLength(2);
  });

  it("that greets and sends no state is given up as well, however lively it is", async () => {
    const first = await dial();
    first.listener.opened();
    first.listener.received(
      texts.hello(first.sent[0]?.id ?? "", { now: world.now(), token_exp: world.now() + 900_000 }),
    );
    for (let second = 0; second < 30; second += 1) {
      first.listener.received('{"type":"ping","t":1}');
      await world.advance(1_000);
    }
    expect(first.closed).toBe(true);
  });

  it("whose state is there has no deadline any more", async () => {
    await dial();
    const first = enter();
    await world.advance(45_000);
    expect([first.closed, client.connection.status]).toEqual([false, "open"]);
  });

  it("that falls silent is dead after a minute", async () => {
    await dial();
    const first = enter();
    await world.advance(60_000);
    expect(first.closed).toBe(true);
  });

  it("is closed before the next one is opened", async () => {
    await dial();
    enter();
    client.drop();
    await world.advance(500);
    expect(lines.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it("which was given up is not heard any more", async () => {
    const first = await dial();
    await world.advance(10_000);
    first.listener.opened();
    first.listener.closed(4503, "");
    expect(first.sent).toEqual([]);
    expect(client.connection.status).toBe("waiting");
  });
});

describe("a token", () => {
  it("is refreshed in band after three quarters of its life", async () => {
    await dial();
    const first = enter(40_000);
    session.token = `${tokenOf("p1")}2`;
    await world.advance(30_000);
    expect(first.sent.at(-1)).toMatchObject({ type: "auth.refresh", payload: { token: session.token } });
  });

  it("that has run out is refreshed before the client reconnects, at once the first time", async () => {
    await dial();
    enter().listener.closed(4005, "");
    await world.advance(0);
    expect([session.refreshes, lines.length]).toEqual([1, 2]);
  });

  it("that is refused is refreshed once; refused again, a person has to log in", async () => {
    await dial();
    enter().listener.closed(4501, "");
    await world.advance(0);
    line().listener.opened();
    line().listener.closed(4501, "");
    expect(client.connection).toEqual({ status: "stopped", code: 4501, reason: "log_in" });
    expect(session.refreshes).toBe(1);
  });

  it("that cannot be had because the session is over stops the client", async () => {
    await dial();
    session.isOver = true;
    enter().listener.closed(4501, "");
    await world.advance(0);
    expect(client.connection).toEqual({ status: "stopped", code: 4501, reason: "log_in" });
  });

  it("that does not come within thirty seconds is asked for again", async () => {
    session.isStuck = true;
    client.connect();
    await world.advance(29_999);
    expect(client.connection.status).toBe("connecting");
    await world.advance(1);
    expect(client.connection.status).toBe("waiting");
    session.isStuck = false;
    await world.advance(500);
    expect(lines).toHaveLength(1);
  });

  it("of another player stops the client, which sends nobody's commands as somebody else", async () => {
    await dial();
    const first = enter();
    session.token = tokenOf("p2");
    first.listener.closed(1012, "");
    await world.advance(500);
    expect(lines).toHaveLength(1);
    expect(client.connection).toMatchObject({ status: "stopped", reason: "log_in" });
  });
});

describe("a wait", () => {
  it("is cut short by a network that returns", async () => {
    await dial();
    enter();
    world.online = false;
    world.signal("offline");
    expect(client.connection).toEqual({ status: "offline" });
    world.online = true;
    world.signal("online");
    await settled();
    expect(lines).toHaveLength(2);
  });

  it("that the server asked for is not", async () => {
    await dial();
    enter().listener.closed(4007, "");
    world.signal("online");
    await world.advance(10_000);
    expect(lines).toHaveLength(1);
  });

  it("of a drain lies in the window that was announced", async () => {
    await dial();
    const first = enter();
    first.listener.received('{"type":"reconnect","payload":{"reason":"drain","window_ms":60000}}');
    first.listener.closed(4001, "");
    const waitMs = client.connection.status === "waiting" ? client.connection.retryAt - world.now() : 0;
    expect(waitMs).toBeGreaterThan(20_000);
    await world.advance(waitMs);
    expect(lines).toHaveLength(2);
  });
});

describe("a command", () => {
  const play = () => client.command("rps.play", { bet: 1, choice: "rock" });

  it("without an answer says so in time, and names its id", async () => {
    await dial();
    enter();
    const unanswered = expect(play()).rejects.toMatchObject({ name: "NoAnswer", id: expect.any(String) as string });
    await world.advance(30_000);
    await unanswered;
  });

  it("that is larger than the server takes is refused to its caller, and not sent again", async () => {
    await dial();
    const first = enter();
    const large = client.command("event.ack", { ids: ["x".repeat(1_000)] });
    first.listener.closed(1009, "");
    expect(await large).toMatchObject({ ok: false, error: { code: "frame_too_big", status: 413 } });
    await world.advance(500);
    enter();
    expect(line().sent.map(({ type }) => type)).toEqual(["connect"]);
  });

  it("is rejected when the connection is closed for good", async () => {
    await dial();
    const first = enter();
    const rejected = expect(play()).rejects.toMatchObject({ name: "Stopped", code: 4503 });
    first.listener.closed(4503, "");
    await rejected;
    await expect(play()).rejects.toMatchObject({ name: "Stopped" });
  });

  it("waits for the next connection when a page falls asleep", async () => {
    await dial();
    const first = enter();
    world.signal("asleep");
    expect(first.closed).toBe(true);
    const playing = play();
    await world.advance(1_000);
    world.signal("awake");
    await settled();
    enter();
    line().listener.received(texts.reply(line().sent.at(-1)?.id ?? "", { gold: 1 }, 11, 11));
    expect(await playing).toMatchObject({ ok: true, payload: { gold: 1 } });
  });
});
