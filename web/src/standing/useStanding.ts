/** What keeps the player from playing, as the server says; read anew by all that show it when it has changed. */
"use client";

import { useSyncExternalStore } from "react";

import type { components } from "@/api/schema";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";

export type Standing = components["schemas"]["MyStanding"];

const listeners = new Set<() => void>();
let changes = 0;

/** The player has just changed it: whoever shows it reads it anew. */
export function standingHasChanged(): void {
  changes += 1;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useStanding() {
  const get = useGet();
  const version = useSyncExternalStore(subscribe, () => changes);
  return useReading("standing", (signal) => get<Standing>("/api/users/me/standing", signal), version);
}
