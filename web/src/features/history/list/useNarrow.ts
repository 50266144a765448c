/** Whether the screen is too narrow for a table: a list of rows takes its place. */
"use client";

import { useSyncExternalStore } from "react";

const NARROW = "(max-width: 640px)";

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}
