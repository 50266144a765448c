/**
 * SHA-256 along a chain of hashes, many thousand times: each hash over the 64 hex digits of the one before.
 *
 * WebCrypto answers a digest asynchronously, some ten microseconds each, and a chain has up to a million of them. So a walk
 * is computed here (FIPS 180-4; the message is always one block of text and one of padding), and its last step again by
 * WebCrypto: a walk that the two do not agree on is an error of ours, never a verdict.
 */

import { previousHash } from "./crash";

const WORDS = 8;
const ROUNDS = 64;
/** Steps between two looks at the world: a few milliseconds. */
const STEPS_A_STRIDE = 500;

const SIGMA = (x: number, a: number, b: number, c: number): number =>
  ((x >>> a) | (x << (32 - a))) ^ ((x >>> b) | (x << (32 - b))) ^ ((x >>> c) | (x << (32 - c)));
const SCHEDULE = (x: number, a: number, b: number, shift: number): number =>
  ((x >>> a) | (x << (32 - a))) ^ ((x >>> b) | (x << (32 - b))) ^ (x >>> shift);

/** The first 32 bits of the fractional part of a root of each of the first primes. */
function rootBits(count: number, root: 2 | 3): Int32Array {
  const found = new Int32Array(count);
  for (let prime = 2, at = 0; at < count; prime += 1) {
    if (isPrime(prime)) found[at++] = fractionBits(BigInt(prime), root);
  }
  return found;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

/** The 32 bits after the point of the root of `prime`: the integer root of prime * 2^(32 * root), without its whole part. */
function fractionBits(prime: bigint, root: 2 | 3): number {
  const target = prime << BigInt(32 * root);
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return Number(BigInt.asIntN(32, low));
}

const INITIAL = rootBits(WORDS, 2);
const CONSTANTS = rootBits(ROUNDS, 3);
/** By byte: its two hex digits as ASCII, in 16 bits. */
const DIGITS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return (text.charCodeAt(0) << 8) | text.charCodeAt(1);
});
/** The schedule of the second block, which is the same for every message of 64 bytes. */
const PADDING = expanded(Int32Array.from({ length: ROUNDS }, (_, at) => (at === 0 ? 0x80000000 : at === 15 ? 512 : 0)));

function expanded(words: Int32Array): Int32Array {
  for (let at = 16; at < ROUNDS; at += 1) {
    const [two, fifteen] = [words[at - 2] ?? 0, words[at - 15] ?? 0];
    const sum = (words[at - 16] ?? 0) + SCHEDULE(fifteen, 7, 18, 3) + (words[at - 7] ?? 0) + SCHEDULE(two, 17, 19, 10);
    words[at] = sum | 0;
  }
  return words;
}

function compress(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let at = 0; at < ROUNDS; at += 1) {
    const first = (h + SIGMA(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + (CONSTANTS[at] ?? 0) + (words[at] ?? 0)) | 0;
    const second = (SIGMA(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] ?? 0) + word));
}

type Eight = [number, number, number, number, number, number, number, number];

/** Replace a hash by the one of the round before it. `words` is room for 64. */
function step(hash: Int32Array, words: Int32Array): void {
  for (let at = 0; at < WORDS; at += 1) {
    const word = hash[at] ?? 0;
    words[2 * at] = ((DIGITS[word >>> 24] ?? 0) << 16) | (DIGITS[(word >>> 16) & 255] ?? 0);
    words[2 * at + 1] = ((DIGITS[(word >>> 8) & 255] ?? 0) << 16) | (DIGITS[word & 255] ?? 0);
  }
  hash.set(INITIAL);
  compress(hash, expanded(words));
  compress(hash, PADDING);
}

/** A hash of a chain, at its place, that this browser has followed to the published one before. */
export interface Anchor {
  readonly index: number;
  readonly hash: string;
}

/** How a long walk is watched and given up. */
export interface Watch {
  /** Told the part that is done, from 0 to 1, now and then. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** A walk, and the hashes at which it may end. */
export interface Walk extends Watch {
  readonly anchors: readonly Anchor[];
}

/** Where a walk has ended: after `hashes` steps at `reached`, which must be `wanted`. */
export interface Walked {
  readonly hashes: number;
  readonly reached: string;
  readonly wanted: string;
  readonly at: "published" | "checkedBefore";
}

/**
 * Follow the chain from `gameHash`, at place `index`, to the nearest hash below it that is known: an anchor, or the
 * published one at place 0. Throws the reason of the signal when it is aborted.
 */
export async function walkChain(gameHash: string, index: number, published: string, walk: Walk): Promise<Walked> {
  const start: Anchor = { index: 0, hash: published };
  const below = walk.anchors.filter((anchor) => anchor.index <= index);
  const anchor = below.reduce((best, each) => (each.index > best.index ? each : best), start);
  const hashes = index - anchor.index;
  const reached = await hashBefore(gameHash, hashes, walk);
  walk.onProgress?.(1);
  return { hashes, reached, wanted: anchor.hash, at: anchor.index === 0 ? "published" : "checkedBefore" };
}

/**
 * Return the hash that lies `steps` rounds before `gameHash`, 64 lower-case hex digits. Throws the reason of the signal
 * when it is aborted.
 */
export async function hashBefore(gameHash: string, steps: number, watch: Watch): Promise<string> {
  if (steps === 0) return gameHash;
  const hash = Int32Array.from({ length: WORDS }, (_, at) => Number.parseInt(gameHash.slice(8 * at, 8 * at + 8), 16));
  const words = new Int32Array(ROUNDS);
  for (let done = 0; done < steps - 1; done += 1) {
    if (done % STEPS_A_STRIDE === 0) {
      watch.signal?.throwIfAborted();
      watch.onProgress?.(done / steps);
      await aTask();
    }
    step(hash, words);
  }
  const last = await previousHash(hexOf(hash));
  step(hash, words);
  if (last !== hexOf(hash)) throw new Error("SHA-256 of this program and of WebCrypto differ");
  return last;
}

function hexOf(hash: Int32Array): string {
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Let the page do something else. */
function aTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
