/**
 * Purchases and rewards, each handed on once: the server repeats them in every snapshot until they are acknowledged.
 */

import type { NumberedPush, PlayerState } from "../vocabulary";
import { noticeOf } from "./player-state";

/** Notices that are remembered as handed on; the oldest go first. A snapshot has at most 256. */
const HANDED_ON_MAX = 1024;

export class Notices {
  readonly #handedOn = new Set<string>();

  /** Return whether a push is to be handed on; what is no notice always is. */
  isNew(push: NumberedPush): boolean {
    const notice = noticeOf(push);
    return notice === undefined || this.#note(`${notice.id} ${String(notice.payload["status"])}`);
  }

  /** Return the notices of a snapshot that were not handed on yet, as pushes that were missed. */
  ofSnapshot(state: PlayerState): NumberedPush[] {
    const { seq, version } = state;
    return state.events_unacked
      .map(({ type, payload }) => ({ type, payload, seq, version, replayed: true }) as unknown as NumberedPush)
      .filter((push) => noticeOf(push) !== undefined && this.isNew(push));
  }

  clear(): void {
    this.#handedOn.clear();
  }

  #note(key: string): boolean {
    if (this.#handedOn.has(key)) {
      return false;
    }
    this.#handedOn.add(key);
    const [oldest] = this.#handedOn;
    if (this.#handedOn.size > HANDED_ON_MAX && oldest !== undefined) {
      this.#handedOn.delete(oldest);
    }
    return true;
  }
}
