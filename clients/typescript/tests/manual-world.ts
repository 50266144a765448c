/**
 * A world for tests: time that stands still until it is told to go on, chance from a seed, sockets by a given opener.
 *
 * Times are ms. Wall clock and monotonic clock run together, from different starts.
 */

import type { Environment, Signal, Socket, SocketListener } from "../src/environment";

interface Timer {
  readonly dueMs: number;
  readonly act: () => void;
}

export type Opener = (url: string, protocol: string, listener: SocketListener) => Socket;

export class ManualWorld implements Environment {
  readonly random: () => number;
  online = true;
  readonly #openSocket: Opener;
  readonly #startedMs: number;
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #timers = new Set<Timer>();
  #nowMs = 0;

  constructor(openSocket: Opener, random: () => number, startedMs = 1_795_396_400_000) {
    this.#openSocket = openSocket;
    this.random = random;
    this.#startedMs = startedMs;
  }

  now(): number {
    return this.#startedMs + this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs;
  }

  after(ms: number, act: () => void): () => void {
    const timer = { dueMs: this.#nowMs + Math.max(0, ms), act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  openSocket(url: string, protocol: string, listener: SocketListener): Socket {
    return this.#openSocket(url, protocol, listener);
  }

  isOnline(): boolean {
    return this.online;
  }

  watch(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  signal(signal: Signal): void {
    this.#listeners.forEach((listener) => listener(signal));
  }

  /** Let time pass: what is due acts in its order, and what waits for promises goes on after each. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settled();
    for (let timer = this.#next(untilMs); timer !== undefined; timer = this.#next(untilMs)) {
      this.#timers.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      timer.act();
      await settled();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= untilMs && (next === undefined || timer.dueMs < next.dueMs)) {
        next = timer;
      }
    }
    return next;
  }
}

/** Resolves when nothing waits for a promise that is settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Return numbers from 0 to below 1 that follow from `seed` (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
