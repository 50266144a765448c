/** What follows from a message of the server: the core hands these to the shell. */

import type { Part, Push, Reply, TopicMessage, TopicRefused } from "../vocabulary";

export type CoreEvent =
  /** `hello`: the server has let the client in; times are Unix ms. */
  | { readonly kind: "greeted"; readonly now: number; readonly tokenExp: number; readonly pingMs: number }
  /** The state is complete: by the snapshot, or by `missed` replayed pushes after a resume. */
  | { readonly kind: "ready"; readonly missed: number | undefined }
  | { readonly kind: "state"; readonly parts: ReadonlySet<Part> }
  | { readonly kind: "push"; readonly message: Push }
  | { readonly kind: "answered"; readonly reply: Reply }
  /** The server asks for this command again, not before `afterMs`; it was sent `attempts` times. */
  | { readonly kind: "retry"; readonly id: string; readonly afterMs: number; readonly attempts: number }
  /** The server has seen the fresh token, or refused it. */
  | { readonly kind: "token"; readonly tokenExp: number }
  | { readonly kind: "token_refused"; readonly code: string }
  | { readonly kind: "ping"; readonly t: number }
  | { readonly kind: "drain"; readonly windowMs: number }
  | { readonly kind: "topic"; readonly topic: string; readonly message: TopicMessage | TopicRefused }
  /** A push was missed: close this socket, connect anew and resume. */
  | { readonly kind: "gap" }
  /** The server sent what is no message: as a broken network. */
  | { readonly kind: "unreadable" };
