/**
 * The environment of a page: its network, its visibility and its going to sleep.
 *
 * A page that is put into the back/forward cache or frozen closes its socket and connects again when it returns.
 */

import { type Environment, globalEnvironment, type Signal } from "./environment";

/** Return the environment of the page that this runs in. */
export function browserEnvironment(): Environment {
  return { ...globalEnvironment(WebSocket), isOnline: () => navigator.onLine, watch };
}

const SIGNALS: readonly (readonly [target: () => EventTarget, type: string, signal: Signal])[] = [
  [() => window, "online", "online"],
  [() => window, "offline", "offline"],
  [() => window, "pagehide", "asleep"],
  [() => window, "pageshow", "awake"],
  [() => document, "freeze", "asleep"],
  [() => document, "resume", "awake"],
  [() => document, "visibilitychange", "shown"],
];

function watch(listener: (signal: Signal) => void): () => void {
  const ends = SIGNALS.map(([target, type, signal]) => {
    const act = (): void => {
      if (signal !== "shown" || document.visibilityState === "visible") {
        listener(signal);
      }
    };
    target().addEventListener(type, act);
    return () => {
      target().removeEventListener(type, act);
    };
  });
  return () => {
    ends.forEach((end) => {
      end();
    });
  };
}
