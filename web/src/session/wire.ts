/** The routes of a session in their web flavour: the refresh token is in a cookie that no script can read. */
import { ask } from "@/api/problem";

import type { Access, Credentials } from "./shapes";

const WEB_FLAVOUR = { "X-Pitboss-Session": "cookie" };

interface TokenAnswer {
  readonly access_token: string;
  /** Life of the token, in seconds. */
  readonly expires_in: number;
  readonly user: { readonly id: string; readonly username: string };
}

export interface NewAccount extends Credentials {
  readonly time_zone: string;
  readonly locale: string;
}

/** What a session asks of the gateway. Each throws a Problem. */
export interface SessionWire {
  logIn(credentials: Credentials): Promise<Access>;
  signUp(account: NewAccount): Promise<Access>;
  /** By the cookie; 401 when there is no session any more. */
  refresh(): Promise<Access>;
  logOut(token: string | null): Promise<void>;
  /** End every session of the player, on every device. */
  logOutEverywhere(token: string): Promise<void>;
}

async function accessFrom(path: string, body?: unknown): Promise<Access> {
  const response = await ask(path, { method: "POST", body, headers: WEB_FLAVOUR });
  const { access_token, expires_in, user } = (await response.json()) as TokenAnswer;
  return {
    token: access_token,
    expiresAt: Date.now() + expires_in * 1000,
    user: { id: user.id, username: user.username },
  };
}

export const gatewayWire: SessionWire = {
  logIn: (credentials) => accessFrom("/api/auth/login", credentials),
  signUp: (account) => accessFrom("/api/auth/signup", account),
  refresh: () => accessFrom("/api/auth/refresh"),
  logOut: async (token) => {
    await ask("/api/auth/logout", { method: "POST", token: token ?? undefined, headers: WEB_FLAVOUR });
  },
  logOutEverywhere: async (token) => {
    await ask("/api/auth/sessions", { method: "DELETE", token, headers: WEB_FLAVOUR });
  },
};
