/**
 * The session of this browser: who is logged in, and an access token that is good for the next seconds.
 *
 * The access token is in memory alone. When it nears its end one tab refreshes it, by the cookie, and tells the others;
 * a session that is over is over in every tab. A network that is away ends nothing: the refresh is asked again.
 */
import { asProblem } from "@/api/problem";

import type { Absence, Access, Credentials, SessionState, TabMessage } from "./shapes";
import type { Tabs } from "./tabs";
import type { NewAccount, SessionWire } from "./wire";

/** A token with less life than this is refreshed before it is used. */
const FRESH_MS = 30_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 15_000;

/** There is no session any more: only a person can log in again. */
export class SessionOver extends Error {
  override name = "SessionOver";
}

export class Session {
  #state: SessionState = { status: "restoring" };
  #access: Access | null = null;
  #refreshing: Promise<Access> | null = null;
  /** The player ends all sessions: the socket may hear of it before the answer comes. */
  #isLeaving = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly wire: SessionWire,
    private readonly tabs: Tabs,
    private readonly now: () => number = Date.now,
  ) {
    tabs.listen((message) => this.#heard(message));
  }

  readonly current = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Take up the session of an earlier visit, if there is one. Waits for the network as long as it takes. */
  async restore(): Promise<void> {
    if (!this.tabs.marked()) {
      this.#show({ status: "anonymous", because: "never" });
      return;
    }
    for (let waitMs = RETRY_FIRST_MS; this.#state.status === "restoring"; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
      try {
        await this.refresh();
      } catch (error) {
        if (error instanceof SessionOver) {
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, asProblem(error).retryAfterMs ?? waitMs));
      }
    }
  }

  async logIn(credentials: Credentials): Promise<void> {
    this.#begin(await this.wire.logIn(credentials));
  }

  async signUp(account: NewAccount): Promise<void> {
    this.#begin(await this.wire.signUp(account));
  }

  /** End the session here and in every tab, even when the gateway is out of reach. */
  async logOut(): Promise<void> {
    const token = this.#access?.token ?? null;
    this.end("left");
    await this.wire.logOut(token).catch(() => undefined);
  }

  /** End every session of the player, on every device. Throws a Problem, and ends nothing here, when that was not done. */
  async logOutEverywhere(): Promise<void> {
    const token = await this.token();
    this.#isLeaving = true;
    try {
      await this.wire.logOutEverywhere(token);
      this.end("left");
    } finally {
      this.#isLeaving = false;
    }
  }

  /** The session is over, as a 401 or a close code says: forget it, here and in every tab. */
  readonly end = (because: Absence = "ended"): void => {
    const why = this.#isLeaving ? "left" : because;
    this.#forget(why);
    this.tabs.tell({ kind: "over", because: why });
  };

  /** Return an access token that is good for some seconds; throws SessionOver, or a Problem of the network. */
  readonly token = async (): Promise<string> => {
    const access = this.#access;
    return access !== null && this.#isFresh(access) ? access.token : (await this.refresh()).token;
  };

  /** Return a new access token: `refused` is the one that the gateway did not take. */
  readonly refresh = (refused?: string): Promise<Access> => {
    this.#refreshing ??= this.#refreshAlone(refused ?? this.#access?.token).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  };

  async #refreshAlone(used: string | undefined): Promise<Access> {
    return this.tabs.alone(async () => {
      const told = this.#access;
      if (told !== null && told.token !== used && this.#isFresh(told)) {
        return told; // another tab has refreshed while this one waited
      }
      if (this.#state.status === "anonymous") {
        throw new SessionOver();
      }
      try {
        const access = await this.wire.refresh();
        this.#begin(access);
        return access;
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status === 401 || problem.status === 403) {
          this.end("ended");
          throw new SessionOver();
        }
        throw problem;
      }
    });
  }

  #isFresh(access: Access): boolean {
    return access.expiresAt - this.now() > FRESH_MS;
  }

  #begin(access: Access): void {
    this.#take(access);
    this.tabs.tell({ kind: "access", access });
  }

  #take(access: Access): void {
    this.#access = access;
    this.tabs.mark(true);
    if (this.#state.status !== "member" || this.#state.user.id !== access.user.id) {
      this.#show({ status: "member", user: access.user });
    }
  }

  #forget(because: Absence): void {
    this.#access = null;
    this.tabs.mark(false);
    if (this.#state.status !== "anonymous") {
      this.#show({ status: "anonymous", because });
    }
  }

  #heard(message: TabMessage): void {
    if (message.kind === "access") {
      this.#take(message.access);
    } else {
      this.#forget(message.because);
    }
  }

  #show(state: SessionState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}
