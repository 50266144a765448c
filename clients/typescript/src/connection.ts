/** How a client is connected, as it is shown to a person. */

import type { StopReason } from "./core/reconnection";

export type { StopReason };

export type Connection =
  | { readonly status: "connecting" }
  /** The state is complete; `resumed` when nothing but `missed` pushes, all replayed by now, lay between. */
  | { readonly status: "open"; readonly resumed?: { readonly missed: number } }
  /** Until `retryAt`, in the client's Unix ms; `attempt` counts failures in a row, `code` is the last close code. */
  | { readonly status: "waiting"; readonly retryAt: number; readonly attempt: number; readonly code: number }
  /** The device says that it has no network; the client goes on trying, quietly. */
  | { readonly status: "offline" }
  /** For good, until `connect` is called: before the first time, after `close`, or by a final close code. */
  | { readonly status: "stopped"; readonly code: number; readonly reason: StopReason };
