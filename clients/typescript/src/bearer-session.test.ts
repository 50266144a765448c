import { afterEach, describe, expect, it, vi } from "vitest";

import { BearerSession } from "./bearer-session";
import { LoggedOut, PitbossError, RequestRefused } from "./errors";

const URL = "http://server";
const MINA = { username: "mina", password: "correct horse battery" };

interface Sent {
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Let the server answer requests with these, one after the other; return what was asked. */
function answering(...answers: (readonly [status: number, body: object] | Error)[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", (url: string, { body, headers }: { body?: string; headers: Record<string, string> }) => {
    const asked: unknown = body === undefined ? undefined : JSON.parse(body);
    sent.push({ path: url.slice(URL.length), body: asked, authorization: headers["Authorization"] });
    const answer = answers.shift() ?? [500, {}];
    if (answer instanceof Error) {
      return Promise.reject(answer);
    }
    const [status, content] = answer;
    return Promise.resolve(status === 204 ? new Response(null, { status }) : Response.json(content, { status }));
  });
  return sent;
}

function tokens(number: number): [number, object] {
  return [200, { access_token: `a${number}`, refresh_token: `r${number}`, user: { id: "u1" } }];
}

describe("a session", () => {
  it("begins with the tokens of a sign-up", async () => {
    const sent = answering(tokens(1));
    const session = await BearerSession.signUp(URL, MINA);
    expect(sent).toEqual([{ path: "/api/auth/signup", body: MINA, authorization: undefined }]);
    expect([session.userId, session.socketUrl, await session.current()]).toEqual([
      "u1",
      "ws://server/api/realtime/sync",
      "a1",
    ]);
  });

  it("is entered by a log-in when the name is taken, and by nothing else", async () => {
    const sent = answering([409, { code: "username_taken" }], tokens(1));
    await BearerSession.enter(URL, MINA);
    expect(sent.map(({ path }) => path)).toEqual(["/api/auth/signup", "/api/auth/login"]);
    answering([429, { code: "rate_limited", detail: "Too many." }]);
    await expect(BearerSession.enter(URL, MINA)).rejects.toMatchObject({ status: 429, code: "rate_limited" });
  });

  it("is refreshed once for all who ask at the same time", async () => {
    const sent = answering(tokens(1), tokens(2));
    const session = await BearerSession.signUp(URL, MINA);
    expect(await Promise.all([session.refresh("a1"), session.refresh("a1")])).toEqual(["a2", "a2"]);
    expect(await session.refresh("a1")).toBe("a2"); // somebody was late
    expect(sent.slice(1).map(({ body }) => body)).toEqual([{ refresh_token: "r1" }]);
  });

  it("is over when the refresh is refused, and not when the server is busy or away", async () => {
    answering(tokens(1), [503, { code: "unavailable" }], new TypeError("fetch failed"), [
      401,
      { code: "invalid_token" },
    ]);
    const session = await BearerSession.signUp(URL, MINA);
    await expect(session.refresh("a1")).rejects.toBeInstanceOf(RequestRefused);
    await expect(session.refresh("a1")).rejects.toBeInstanceOf(PitbossError);
    await expect(session.refresh("a1")).rejects.toBeInstanceOf(LoggedOut);
  });

  it("ends with a log-out", async () => {
    const sent = answering(tokens(1), [204, {}]);
    const session = await BearerSession.signUp(URL, MINA);
    await session.logOut();
    expect(sent[1]).toEqual({ path: "/api/auth/logout", body: undefined, authorization: "Bearer a1" });
  });
});
