import { describe, expect, it } from "vitest";

import { Problem } from "@/api/problem";

import { Session, SessionOver } from "./session";
import type { Access, TabMessage } from "./shapes";
import type { Tabs } from "./tabs";
import type { SessionWire } from "./wire";

const LIFE_MS = 600_000;

/** Tabs of one browser: a lock, a channel, a mark. */
function browser({ marked = true } = {}) {
  const listeners: { readonly owner: object; readonly hear: (message: TabMessage) => void }[] = [];
  let mark = marked;
  let last: Promise<unknown> = Promise.resolve();
  const tab = (): Tabs => {
    const owner = {};
    return {
      alone: (work) => {
        const turn = last.then(work, work);
        last = turn.catch(() => undefined);
        return turn;
      },
      tell: (message) => {
        listeners.filter((each) => each.owner !== owner).forEach(({ hear }) => hear(message));
      },
      listen: (hear) => {
        listeners.push({ owner, hear });
      },
      marked: () => mark,
      mark: (signedIn) => {
        mark = signedIn;
      },
    };
  };
  return { tab, isMarked: () => mark };
}

function gateway() {
  const calls: string[] = [];
  let now = 0;
  let refusal: Problem | null = null;
  const access = (): Access => ({
    token: `token-${calls.length}`,
    expiresAt: now + LIFE_MS,
    user: { id: "u1", username: "mina" },
  });
  const answer = (call: string) => {
    calls.push(call);
    return refusal === null ? Promise.resolve(access()) : Promise.reject(refusal);
  };
  const wire: SessionWire = {
    logIn: () => answer("logIn"),
    signUp: () => answer("signUp"),
    refresh: () => answer("refresh"),
    logOut: async (token) => {
      await answer(`logOut ${String(token)}`);
    },
    logOutEverywhere: async (token) => {
      await answer(`logOutEverywhere ${token}`);
    },
  };
  return {
    wire,
    calls,
    now: () => now,
    passes: (ms: number) => {
      now += ms;
    },
    refuses: (problem: Problem | null) => {
      refusal = problem;
    },
  };
}

describe("a session", () => {
  it("is not asked for by a browser in which nobody was logged in", async () => {
    const server = gateway();
    const session = new Session(server.wire, browser({ marked: false }).tab());
    await session.restore();
    expect(session.current()).toEqual({ status: "anonymous", because: "never" });
    expect(server.calls).toEqual([]);
  });

  it("is taken up silently after a reload", async () => {
    const server = gateway();
    const session = new Session(server.wire, browser().tab(), server.now);
    await session.restore();
    expect(session.current()).toEqual({ status: "member", user: { id: "u1", username: "mina" } });
    expect(await session.token()).toBe("token-1");
    expect(server.calls).toEqual(["refresh"]);
  });

  it("is refreshed by one tab, and the others take what came of it", async () => {
    const server = gateway();
    const { tab } = browser();
    const [one, two] = [new Session(server.wire, tab(), server.now), new Session(server.wire, tab(), server.now)];
    await one.restore();
    server.passes(LIFE_MS);
    const tokens = await Promise.all([one.token(), two.token(), one.token()]);
    expect(tokens).toEqual(["token-2", "token-2", "token-2"]);
    expect(server.calls).toEqual(["refresh", "refresh"]);
  });

  it("gives another token for one that the gateway refused", async () => {
    const server = gateway();
    const session = new Session(server.wire, browser().tab(), server.now);
    await session.restore();
    expect((await session.refresh("token-1")).token).toBe("token-2");
  });

  it("that has ended is over in every tab", async () => {
    const server = gateway();
    const shared = browser();
    const [one, two] = [
      new Session(server.wire, shared.tab(), server.now),
      new Session(server.wire, shared.tab(), server.now),
    ];
    await one.restore();
    server.refuses(new Problem("unauthenticated", 401, "over"));
    await expect(one.refresh("token-1")).rejects.toBeInstanceOf(SessionOver);
    expect([one.current(), two.current()]).toEqual([
      { status: "anonymous", because: "ended" },
      { status: "anonymous", because: "ended" },
    ]);
    expect(shared.isMarked()).toBe(false);
  });

  it("outlives a network that is away", async () => {
    const server = gateway();
    const session = new Session(server.wire, browser().tab(), server.now);
    await session.restore();
    server.refuses(new Problem("network", 0, "away"));
    await expect(session.refresh("token-1")).rejects.toBeInstanceOf(Problem);
    expect(session.current().status).toBe("member");
  });

  it("is left in every tab at log-out, even when the gateway is out of reach", async () => {
    const server = gateway();
    const shared = browser();
    const [one, two] = [
      new Session(server.wire, shared.tab(), server.now),
      new Session(server.wire, shared.tab(), server.now),
    ];
    await one.logIn({ username: "mina", password: "correct horse" });
    expect(two.current().status).toBe("member");
    server.refuses(new Problem("network", 0, "away"));
    await one.logOut();
    expect(server.calls.at(-1)).toBe("logOut token-1");
    expect(two.current()).toEqual({ status: "anonymous", because: "left" });
    await expect(two.token()).rejects.toBeInstanceOf(SessionOver);
  });

  it("stays when the log-out of every device did not reach the gateway, and is left in every tab when it did", async () => {
    const server = gateway();
    const shared = browser();
    const [one, two] = [
      new Session(server.wire, shared.tab(), server.now),
      new Session(server.wire, shared.tab(), server.now),
    ];
    await one.logIn({ username: "mina", password: "correct horse" });
    server.refuses(new Problem("network", 0, "away"));
    await expect(one.logOutEverywhere()).rejects.toBeInstanceOf(Problem);
    expect(one.current().status).toBe("member");
    server.refuses(null);
    await one.logOutEverywhere();
    expect(two.current()).toEqual({ status: "anonymous", because: "left" });
  });

  it("was left, and not ended from elsewhere, when the socket hears of it before the answer comes", async () => {
    const server = gateway();
    const wire: SessionWire = {
      ...server.wire,
      logOutEverywhere: () => {
        session.end();
        return Promise.resolve();
      },
    };
    const session = new Session(wire, browser().tab(), server.now);
    await session.logIn({ username: "mina", password: "correct horse" });
    await session.logOutEverywhere();
    expect(session.current()).toEqual({ status: "anonymous", because: "left" });
  });
});
