/**
 * The close codes of a socket, the rule that each has for what follows, and the back-off.
 *
 * The back-off is full jitter (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter): a random part of a
 * bound that doubles from 0.5 s to 20 s, and starts anew only after 30 s of a stable connection.
 */

import { CLOSE_CODES } from "../messages";

/** Why a socket ends: codes of RFC 6455 that the client acts on, and the server's own. */
export const CLOSE = { NORMAL: 1000, ABNORMAL: 1006, FRAME_TOO_BIG: 1009, ...CLOSE_CODES } as const;

/** What a person can do about a connection that is closed for good. */
export type StopReason = "log_in" | "replaced" | "forbidden" | "reload" | "malformed" | "too_many" | "closed";

/** One line of the table. */
export interface Rule {
  /** "renew": ask for a fresh token, then reconnect. */
  readonly action: "reconnect" | "renew" | "stop";
  /** "once_at_once": not at all the first time, then a back-off. "window": a random part of the announced drain. */
  readonly wait: "back_off" | "once_at_once" | "window";
  readonly resume: boolean;
  /** Added to the back-off. */
  readonly atLeastMs: number;
}

const FINAL_FROM = 4500;
const FINAL_BELOW = 5000;
const STABLE_MS = 30_000;
/** Window of a drain that was not announced. */
const DRAIN_WINDOW_MS = 5_000;
const BACK_OFF_FIRST_MS = 500;
const BACK_OFF_MAX_MS = 20_000;

const BACK_OFF: Rule = { action: "reconnect", wait: "back_off", resume: true, atLeastMs: 0 };
const STOP: Rule = { ...BACK_OFF, action: "stop" };
const RULES: ReadonlyMap<number, Rule> = new Map([
  [CLOSE.NORMAL, STOP],
  [CLOSE.DRAIN, { ...BACK_OFF, wait: "window" }],
  [CLOSE.NO_PONG, { ...BACK_OFF, wait: "once_at_once" }],
  [CLOSE.RESYNC, { ...BACK_OFF, wait: "once_at_once", resume: false }],
  [CLOSE.TOKEN_EXPIRED, { ...BACK_OFF, action: "renew", wait: "once_at_once" }],
  [CLOSE.RATE_LIMITED, { ...BACK_OFF, atLeastMs: 5_000 }],
  [CLOSE.OVERLOADED, { ...BACK_OFF, atLeastMs: 10_000 }],
  [CLOSE.INVALID_TOKEN, { ...BACK_OFF, action: "renew", wait: "once_at_once" }],
] satisfies [number, Rule][]);
const REASONS: ReadonlyMap<number, StopReason> = new Map([
  [CLOSE.MALFORMED, "malformed"],
  [CLOSE.INVALID_TOKEN, "log_in"],
  [CLOSE.FORBIDDEN, "forbidden"],
  [CLOSE.REPLACED, "replaced"],
  [CLOSE.TOO_MANY_SOCKETS, "too_many"],
  [CLOSE.VERSION_NOT_SUPPORTED, "reload"],
] satisfies [number, StopReason][]);

/** The client closed the socket itself, because a push was missing. */
export const AFTER_GAP: Rule = { ...BACK_OFF, wait: "once_at_once" };

/** Return the rule of a close code: those without one of their own reconnect, and stop from 4500 to 4999. */
export function ruleOf(code: number): Rule {
  return RULES.get(code) ?? (code >= FINAL_FROM && code < FINAL_BELOW ? STOP : BACK_OFF);
}

/** Return why a final close code stops. */
export function stopReasonOf(code: number): StopReason {
  return REASONS.get(code) ?? "closed";
}

/** Return whether somebody who comes back early (a network that returns) may cut the wait of `rule` short. */
export function mayHurry(rule: Rule): boolean {
  return rule.wait !== "window" && rule.atLeastMs === 0;
}

/** Counts the failures in a row, and says how long to wait after each. */
export class ReconnectPolicy {
  readonly #monotonic: () => number;
  readonly #random: () => number;
  #failures = 0;
  #greetedMs: number | undefined;

  /** `monotonic` gives ms that never go back, `random` numbers from 0 to below 1. */
  constructor(monotonic: () => number, random: () => number) {
    this.#monotonic = monotonic;
    this.#random = random;
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** Somebody asked for a connection: what failed before does not count. */
  restart(): void {
    this.#failures = 0;
    this.#greetedMs = undefined;
  }

  /** The server has let the client in on a new socket. */
  greeted(): void {
    this.#greetedMs = this.#monotonic();
  }

  /** The socket closed, or could not be opened: return the wait in ms that `rule` asks for. */
  closed(rule: Rule, drainWindowMs = DRAIN_WINDOW_MS): number {
    if (this.#greetedMs !== undefined && this.#monotonic() - this.#greetedMs >= STABLE_MS) {
      this.#failures = 0;
    }
    this.#greetedMs = undefined;
    const waitMs = this.#waitMs(rule, drainWindowMs);
    this.#failures += 1;
    return waitMs;
  }

  #waitMs(rule: Rule, drainWindowMs: number): number {
    if (rule.wait === "window") {
      return this.#random() * drainWindowMs;
    }
    if (rule.wait === "once_at_once" && this.#failures === 0) {
      return 0;
    }
    return rule.atLeastMs + this.#random() * Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** this.#failures);
  }
}
