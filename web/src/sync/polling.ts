/**
 * The snapshot by REST while the socket is away: a first one soon, then one every 30 s, each asked with the ETag of the
 * last, so that no news costs no body. A page that nobody looks at does not ask.
 */
import type { Connection, Snapshot, StopReason } from "@pitboss/client";

import { ask } from "@/api/problem";

export const POLL_MS = 30_000;
/** A reconnection that takes less needs no snapshot. */
export const POLL_FIRST_MS = 4_000;
const NOT_MODIFIED = 304;
const LOOKS_ON: ReadonlySet<StopReason> = new Set(["replaced", "too_many", "reload", "forbidden"]);

/**
 * Whether a snapshot is of use: not while the socket is open, nor when there is no session. Who may not play has no
 * socket, and may still look.
 */
export function pollsIn(connection: Connection): boolean {
  if (connection.status === "stopped") {
    return LOOKS_ON.has(connection.reason);
  }
  return connection.status !== "open";
}

/** Reads snapshots, each with the ETag of the last. */
export class SnapshotReader {
  #tag: string | null = null;

  constructor(private readonly token: () => Promise<string>) {}

  /** Return a snapshot, or null when it is the last one; throws a Problem. */
  async read(): Promise<Snapshot | null> {
    const headers = this.#tag === null ? undefined : { "If-None-Match": this.#tag };
    const response = await ask("/api/realtime/snapshot", { token: await this.token(), headers });
    if (response.status === NOT_MODIFIED) {
      return null;
    }
    this.#tag = response.headers.get("ETag");
    return (await response.json()) as Snapshot;
  }
}

interface Polled {
  readonly subscribe: (listener: () => void) => () => void;
  readonly connection: Connection;
  readonly adopt: (snapshot: Snapshot) => void;
}

/** Poll as long as the socket of `store` is away; return what ends that. */
export function pollWhileAway(store: Polled, token: () => Promise<string>): () => void {
  const reader = new SnapshotReader(token);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const later = (ms: number) => {
    timer = setTimeout(() => void poll(), ms);
  };
  const poll = async () => {
    const snapshot = document.hidden ? null : await reader.read().catch(() => null);
    if (timer !== null && pollsIn(store.connection)) {
      if (snapshot !== null) {
        store.adopt(snapshot);
      }
      later(POLL_MS);
    }
  };
  const stop = () => {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
  };
  const look = () => {
    if (!pollsIn(store.connection)) {
      stop();
    } else if (timer === null) {
      later(POLL_FIRST_MS);
    }
  };
  const unsubscribe = store.subscribe(look);
  look();
  return () => {
    unsubscribe();
    stop();
  };
}
