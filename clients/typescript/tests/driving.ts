/** Drives a conversation by hand: what it sends is read, what the server says is said. */

import { Conversation } from "../src/core/conversation";
import type { CoreEvent } from "../src/core/events";
import { UlidSource } from "../src/core/ulid";
import * as texts from "./texts";

export interface Sent {
  readonly id: string;
  readonly type: string;
  readonly payload: Record<string, unknown>;
  readonly ack?: number;
  readonly t?: number;
}

export function conversation(acknowledges = true): Conversation {
  const ids = new UlidSource(
    () => 1,
    () => 0.5,
  );
  return new Conversation({ ids, clientName: "test/1", acknowledges });
}

export function sent(who: Conversation): Sent[] {
  return who.takeOutgoing().map((text) => JSON.parse(text) as Sent);
}

/** Open a socket and be greeted; return the events. */
export function greet(who: Conversation, changes: Record<string, unknown> = {}): CoreEvent[] {
  who.connect("token");
  const [connect] = sent(who);
  return who.receive(texts.hello(connect?.id ?? "", changes));
}

/** Be greeted and get a snapshot, of seq 10 and version 10 unless it is said. */
export function enter(who: Conversation, snapshot = texts.initialState(10, 10)): CoreEvent[] {
  return [...greet(who), ...who.receive(snapshot)];
}

/** Lose the socket, and be greeted on another that resumes. */
export function resume(who: Conversation, changes: Record<string, unknown> = {}): CoreEvent[] {
  who.disconnected();
  return greet(who, { recovered: true, ...changes });
}
