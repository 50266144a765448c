/**
 * An estimate of the server's clock, from the times that it tells: `now` in `hello`, `t` in pings.
 *
 * A time that arrives is late by the way it took, so each is a lower bound, and the greatest of the last few is the
 * best. The way itself is taken to be a quarter of what opening the socket took (two round trips), and never more
 * than half of what `hello` took: where the two disagree, the smaller.
 */

const SAMPLES_MAX = 8;
const WAYS_OF_AN_OPENING = 4;

export class ServerClock {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  #openedMs = 0;
  #wayMs = 0;
  /** Lower bounds of what to add to the monotonic clock, newest last. */
  #bounds: number[] = [];

  /** `now` gives the client's Unix ms, until the server has told its own; `monotonic` ms that never go back. */
  constructor(now: () => number, monotonic: () => number) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  /** A socket is open, `tookMs` after it was asked for. */
  opened(tookMs: number): void {
    this.#openedMs = this.#monotonic();
    this.#wayMs = tookMs / WAYS_OF_AN_OPENING;
  }

  /** `hello` has come, with the server's time. */
  greeted(serverMs: number): void {
    this.#wayMs = Math.min(this.#wayMs, (this.#monotonic() - this.#openedMs) / 2);
    this.#bounds = [];
    this.told(serverMs);
  }

  /** The server has told its time. */
  told(serverMs: number): void {
    this.#bounds = [...this.#bounds, serverMs - this.#monotonic()].slice(-SAMPLES_MAX);
  }

  /** Return the server's Unix ms of this moment, as far as it is known. */
  now(): number {
    return this.#bounds.length === 0 ? this.#now() : this.#monotonic() + Math.max(...this.#bounds) + this.#wayMs;
  }
}
