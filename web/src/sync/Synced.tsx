/** The socket of a player and what follows from it. Guests do not load this. */
"use client";

import { useEffect, useState, type ReactNode } from "react";

import { useSessionActs } from "@/session";

import { socketClient } from "./client";
import { pollWhileAway } from "./polling";
import { SyncStoreProvider } from "./RealtimeSync";
import { SyncStore } from "./store";
import { useAnnouncements } from "./useAnnouncements";

export function Synced({ children }: { readonly children: ReactNode }) {
  const session = useSessionActs();
  const [store] = useState(() => new SyncStore(socketClient(session)));
  useEffect(() => {
    const close = store.start();
    const stopPolling = pollWhileAway(store, session.token);
    return () => {
      stopPolling();
      close();
    };
  }, [store, session]);
  useAnnouncements(store);
  return <SyncStoreProvider value={store}>{children}</SyncStoreProvider>;
}
