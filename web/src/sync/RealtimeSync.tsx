/** The state of the logged-in player for React: one context, one socket. Selectors are in selectors.ts. */
"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";

import { useSession, useSessionActs } from "@/session";

import { socketClient, type SyncClient } from "./client";
import { pollWhileAway } from "./polling";
import { SyncStore } from "./store";
import { useAnnouncements } from "./useAnnouncements";

const RealtimeSyncContext = createContext<SyncStore | null>(null);

/** Return the store of the player; only below a screen for members. */
export function useSyncStore(): SyncStore {
  const store = use(RealtimeSyncContext);
  if (store === null) {
    throw new Error("nobody is logged in: this belongs into <Member>");
  }
  return store;
}

function Synced({ makeClient, children }: { readonly makeClient?: () => SyncClient; readonly children: ReactNode }) {
  const session = useSessionActs();
  const [store] = useState(() => new SyncStore(makeClient?.() ?? socketClient(session)));
  useEffect(() => {
    const close = store.start();
    const stopPolling = pollWhileAway(store, session.token);
    return () => {
      stopPolling();
      close();
    };
  }, [store, session]);
  useAnnouncements(store);
  return <RealtimeSyncContext value={store}>{children}</RealtimeSyncContext>;
}

/** Keeps the socket of whoever is logged in, through all pages; another player is another socket. */
export function RealtimeSyncProvider({
  makeClient,
  children,
}: {
  readonly makeClient?: () => SyncClient;
  readonly children: ReactNode;
}) {
  const session = useSession();
  return session.status === "member" ? (
    <Synced key={session.user.id} makeClient={makeClient}>
      {children}
    </Synced>
  ) : (
    children
  );
}

/** For tests: a store of their own. */
export const SyncStoreProvider = RealtimeSyncContext;
