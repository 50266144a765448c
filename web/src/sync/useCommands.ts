/** The acts of a player. */
"use client";

import { useSyncStore } from "./RealtimeSync";
import type { SyncStore } from "./store";

export interface Commands {
  /**
   * Send a command: `await send("rps.play", { bet, choice }, { expected: { gold: -bet } })`. Resolves with an Outcome;
   * for words about one that failed use `useFaultText()`.
   */
  readonly send: SyncStore["send"];
  /** Return an id to send a command with again, when its outcome is unknown. */
  readonly newId: () => string;
  /** Let gold stand still while a result is revealed; call what is returned when it is. */
  readonly holdGold: () => () => void;
  /** The server's clock, Unix ms. */
  readonly now: () => number;
  /** Connect again after a final close. */
  readonly reconnect: () => void;
}

export function useCommands(): Commands {
  return useSyncStore();
}
