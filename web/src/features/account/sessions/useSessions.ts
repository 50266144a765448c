/** The living sessions of the player, read anew when one has ended. */
"use client";

import { useSyncExternalStore } from "react";

import type { components } from "@/api/schema";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";

export type SessionView = components["schemas"]["SessionView"];

const listeners = new Set<() => void>();
let changes = 0;

/** Sessions have ended: whoever shows them reads them anew. */
export function sessionsHaveChanged(): void {
  changes += 1;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSessions() {
  const get = useGet();
  const version = useSyncExternalStore(subscribe, () => changes);
  return useReading(
    "sessions",
    async (signal) => {
      // One page: a player has twenty at most.
      const page = await get<components["schemas"]["SessionList"]>("/api/auth/sessions", signal);
      return page.items.toSorted((one, other) => Number(other.current) - Number(one.current));
    },
    version,
  );
}
