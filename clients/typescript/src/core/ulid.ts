/**
 * Ids of commands: ULIDs that rise strictly within one source (github.com/ulid/spec, Monotonicity).
 *
 * A server that has seen only rising ids of a player knows a new command without a look-up.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_CHARS = 10;
const RANDOM_CHARS = 16;

/** Makes ULIDs: the wall clock's Unix ms, then 80 random bits; each is above the one before it. */
export class UlidSource {
  readonly #now: () => number;
  readonly #random: () => number;
  #ms = -1;
  #digits: number[] = [];

  /** `random` gives numbers from 0 to below 1. */
  constructor(now: () => number, random: () => number) {
    this.#now = now;
    this.#random = random;
  }

  /** Return the next id, 26 characters: the last one plus one while the clock stands still or goes back. */
  next(): string {
    const ms = Math.max(0, Math.floor(this.#now()));
    if (ms > this.#ms) {
      this.#ms = ms;
      this.#digits = Array.from({ length: RANDOM_CHARS }, () => Math.floor(this.#random() * ALPHABET.length));
    } else {
      this.#increment();
    }
    return timeOf(this.#ms) + this.#digits.map(character).join("");
  }

  #increment(): void {
    const last = this.#digits.findLastIndex((digit) => digit < ALPHABET.length - 1);
    if (last < 0) {
      this.#ms += 1; // all 80 bits are used up: the next millisecond lends its own
    }
    this.#digits = this.#digits.map((digit, place) => (place > last ? 0 : place === last ? digit + 1 : digit));
  }
}

function timeOf(ms: number): string {
  let rest = ms;
  let text = "";
  for (let place = 0; place < TIME_CHARS; place += 1) {
    text = character(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function character(digit: number): string {
  return ALPHABET.charAt(digit);
}
