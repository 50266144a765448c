/** The one place where the app opens a socket: the client of the page's player, with the tokens of its session. */
import { LoggedOut, PitbossClient, type Tokens } from "@pitboss/client";

import { SessionOver, type Session } from "@/session";

const CLIENT_NAME = "web/1.0";

/** What the store needs of a client; tests give one of their own. */
export type SyncClient = Pick<
  PitbossClient,
  | "connect"
  | "close"
  | "connection"
  | "state"
  | "subscribe"
  | "now"
  | "newId"
  | "adopt"
  | "command"
  | "confirmed"
  | "topic"
>;

function tokensOf(session: Session): Tokens {
  const orLoggedOut = (error: unknown): never => {
    throw error instanceof SessionOver ? new LoggedOut("the session has ended") : error;
  };
  return {
    current: () => session.token().catch(orLoggedOut),
    refresh: (stale) =>
      session
        .refresh(stale)
        .then((access) => access.token)
        .catch(orLoggedOut),
  };
}

export function socketClient(session: Session): SyncClient {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return new PitbossClient({
    url: `${scheme}://${window.location.host}/api/realtime/sync`,
    tokens: tokensOf(session),
    clientName: CLIENT_NAME,
  });
}
