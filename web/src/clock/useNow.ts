/** The server's time, Unix ms, as state: one timer for all that show it, and none when nobody does. */
"use client";

import { useSyncExternalStore } from "react";

import { useCommands } from "@/sync";

const SECOND_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(() => listeners.forEach((each) => each()), SECOND_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
    }
  };
}

/**
 * Return the server's time, by the second: what ends there ends here, however wrong the clock of this machine is.
 *
 * Who reads it renders each second: read it in the smallest part that shows it.
 */
export function useNow(): number {
  const { now } = useCommands();
  const toTheSecond = () => Math.floor(now() / SECOND_MS) * SECOND_MS;
  return useSyncExternalStore(subscribe, toTheSecond, toTheSecond);
}
