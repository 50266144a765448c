/**
 * The messages of one topic: its state, then what happens, counted by `n`. What was missed asks for the state anew.
 *
 * A topic is KIND:KEY, as crash:main, and is asked for by the commands KIND.subscribe and KIND.unsubscribe.
 */

import type { TopicMessage } from "../vocabulary";

export class TopicFeed {
  readonly kind: string;
  readonly payload: { readonly table: string };
  /** The id of the subscription that waits for its answer; only the newest counts. */
  asked = "";
  /** `n` of the last message; undefined until the state has come. */
  #n: number | undefined;

  constructor(name: string) {
    const colon = name.indexOf(":");
    this.kind = name.slice(0, colon);
    this.payload = { table: name.slice(colon + 1) };
  }

  /** The socket is gone, or messages were missed: what comes before the next state is ignored. */
  lose(): void {
    this.#n = undefined;
    this.asked = "";
  }

  /** Take the answer to a subscription, the state as of message `n`; return it as a message. */
  subscribed(n: number, payload: unknown): TopicMessage {
    this.asked = "";
    this.#n = n;
    return { type: "state", n, payload } as TopicMessage;
  }

  /** Take a message: return "shown", "ignored", or "missed" when one before it is not there. */
  received(message: TopicMessage): "shown" | "ignored" | "missed" {
    if (this.#n === undefined) {
      return "ignored";
    }
    if (message.type !== "state" && message.n > this.#n + 1) {
      this.lose();
      return "missed";
    }
    if (message.type !== "state" && message.n <= this.#n) {
      return "ignored";
    }
    this.#n = message.n;
    return "shown";
  }
}
