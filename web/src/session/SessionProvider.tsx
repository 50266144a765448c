/** The session for React: `useSession()` is who is logged in, `useSessionActs()` what can be done about it. */
"use client";

import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import { Session } from "./session";
import type { SessionState } from "./shapes";
import { browserTabs } from "./tabs";
import { gatewayWire } from "./wire";

const SessionContext = createContext<Session | null>(null);

/** `session` is given by tests; a page makes its own and takes up that of an earlier visit. */
export function SessionProvider({ session, children }: { readonly session?: Session; readonly children: ReactNode }) {
  const [own] = useState(() => session ?? new Session(gatewayWire, browserTabs()));
  useEffect(() => {
    if (own.current().status === "restoring") {
      void own.restore();
    }
  }, [own]);
  return <SessionContext value={own}>{children}</SessionContext>;
}

export function useSessionActs(): Session {
  const session = use(SessionContext);
  if (session === null) {
    throw new Error("SessionProvider is missing");
  }
  return session;
}

export function useSession(): SessionState {
  const session = useSessionActs();
  return useSyncExternalStore(session.subscribe, session.current, session.current);
}
