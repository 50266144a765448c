/** Read a part of what a game shows; it renders its reader only when that part changes. */
"use client";

import { useSyncExternalStore } from "react";

import type { CrashGame, Shown } from "./crash-game";

export function useShown<T>(game: CrashGame, select: (shown: Shown) => T): T {
  const read = () => select(game.current());
  return useSyncExternalStore(game.subscribe, read, read);
}
