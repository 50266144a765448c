/**
 * A player's session over REST, for clients that are no browsers: they keep both tokens themselves, in memory. A page
 * leaves the refresh token to a cookie that no script reads, and brings tokens of its own.
 */

import { LoggedOut, PitbossError, RequestRefused } from "./errors";
import type { Tokens } from "./tokens";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

interface Answer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly user: { readonly id: string };
}

const UNAUTHORIZED = 401;
const ANSWER_WITHIN_MS = 15_000;

export class BearerSession implements Tokens {
  /** The id of the player. */
  readonly userId: string;
  readonly #url: string;
  #accessToken: string;
  #refreshToken: string;
  #refreshing: Promise<string> | undefined;

  private constructor(url: string, answer: Answer) {
    this.#url = url;
    this.userId = answer.user.id;
    this.#accessToken = answer.access_token;
    this.#refreshToken = answer.refresh_token;
  }

  /** Create an account at the server of `url`, as https://HOST. Rejects with RequestRefused. */
  static async signUp(url: string, credentials: Credentials): Promise<BearerSession> {
    return new BearerSession(url, await post(url, "/api/auth/signup", credentials));
  }

  /** Open a session of an account that there is. Rejects with RequestRefused. */
  static async logIn(url: string, credentials: Credentials): Promise<BearerSession> {
    return new BearerSession(url, await post(url, "/api/auth/login", credentials));
  }

  /** Create the account, or open a session of it when there is one of this name. Rejects with RequestRefused. */
  static enter(url: string, credentials: Credentials): Promise<BearerSession> {
    return BearerSession.signUp(url, credentials).catch((error: unknown) => {
      if (error instanceof RequestRefused && error.code === "username_taken") {
        return BearerSession.logIn(url, credentials);
      }
      throw error;
    });
  }

  /** The address of the server's socket. */
  get socketUrl(): string {
    return `${this.#url.replace(/^http/, "ws")}/api/realtime/sync`;
  }

  current(): Promise<string> {
    return Promise.resolve(this.#accessToken);
  }

  /** Several who ask at once get one token: each refresh ends the tokens before it. */
  refresh(stale: string): Promise<string> {
    if (stale !== this.#accessToken) {
      return this.current();
    }
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** End the session: the server closes its sockets with 4501, and a refresh is refused from now on. */
  async logOut(): Promise<void> {
    await request(this.#url, "/api/auth/logout", undefined, this.#accessToken);
  }

  async #refresh(): Promise<string> {
    try {
      const answer = await post(this.#url, "/api/auth/refresh", { refresh_token: this.#refreshToken });
      this.#accessToken = answer.access_token;
      this.#refreshToken = answer.refresh_token;
      return this.#accessToken;
    } catch (error) {
      throw error instanceof RequestRefused && error.status === UNAUTHORIZED ? new LoggedOut(error.message) : error;
    }
  }
}

async function post(url: string, path: string, body: object): Promise<Answer> {
  const response = await request(url, path, body);
  return (await response.json()) as Answer;
}

async function request(url: string, path: string, body?: object, token?: string): Promise<Response> {
  const response = await fetch(url + path, {
    method: "POST",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new PitbossError(`no Pitboss server answers at ${url}`, { cause: error });
  });
  if (response.ok) {
    return response;
  }
  const problem = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly detail?: string };
  throw new RequestRefused(response.status, problem.code ?? "unknown", problem.detail ?? response.statusText);
}
