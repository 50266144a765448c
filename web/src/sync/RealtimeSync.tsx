/** The state of the logged-in player for React: one context, one socket. Selectors are in selectors.ts. */
"use client";

import { createContext, Suspense, use, type ReactNode } from "react";

import { memberPart, useSession } from "@/session";

import type { SyncStore } from "./store";

const Synced = memberPart(async () => (await import("./Synced")).Synced);

const RealtimeSyncContext = createContext<SyncStore | null>(null);

/** Return the store of the player; only below a screen for members. */
export function useSyncStore(): SyncStore {
  const store = use(RealtimeSyncContext);
  if (store === null) {
    throw new Error("nobody is logged in: this belongs into <Member>");
  }
  return store;
}

interface Props {
  /** While the code of the socket comes. */
  readonly waiting: ReactNode;
  readonly children: ReactNode;
}

/** Keeps the socket of whoever is logged in, through all pages; another player is another socket. */
export function RealtimeSyncProvider({ waiting, children }: Props) {
  const session = useSession();
  return session.status === "member" ? (
    <Suspense fallback={waiting}>
      <Synced key={session.user.id}>{children}</Synced>
    </Suspense>
  ) : (
    children
  );
}

/** Gives a store to what is below: that of the socket, or one of a test. */
export const SyncStoreProvider = RealtimeSyncContext;
