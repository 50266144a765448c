/**
 * The name under which a table shows a player: two letters of the BLAKE2b (RFC 7693) of their id, which stay the same and
 * reveal nothing. Computed here to find the own bet among those of others; many players share a name.
 */

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGEST_BYTES = 2;
const BLOCK_BYTES = 128;
const ROUNDS = 12;
const WORD = (1n << 64n) - 1n;
const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;
/** The order of message words in each round; the last two rounds repeat the first two. */
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
] as const;
/** Columns, then diagonals. */
const MIXED = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** Return the alias of a player's id; empty for an id longer than a block of 128 bytes, which no player has. */
export function aliasOf(userId: string): string {
  const bytes = new TextEncoder().encode(userId);
  if (bytes.length > BLOCK_BYTES) return "";
  const word = firstWord(bytes);
  const letter = (byte: number) => LETTERS.charAt(Number((word >> BigInt(8 * byte)) & 0xffn) % LETTERS.length);
  return `${letter(0)}***${letter(1)}`;
}

/** The first word of the hash of one block: all that a digest of two bytes is taken from. */
function firstWord(bytes: Uint8Array): bigint {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(bytes);
  const view = new DataView(block.buffer);
  const message = Array.from({ length: 16 }, (_, word) => view.getBigUint64(8 * word, true));
  const state: bigint[] = [...IV];
  state[0] = IV[0] ^ 0x01010000n ^ BigInt(DIGEST_BYTES);
  const first = state[0];
  const mixed = [...state, ...IV];
  mixed[12] = at(mixed, 12) ^ BigInt(bytes.length);
  mixed[14] = at(mixed, 14) ^ WORD;
  for (let round = 0; round < ROUNDS; round += 1) mixRound(mixed, message, SIGMA[round % SIGMA.length] ?? []);
  return first ^ at(mixed, 0) ^ at(mixed, 8);
}

function mixRound(mixed: bigint[], message: readonly bigint[], order: readonly number[]): void {
  MIXED.forEach(([a, b, c, d], step) => {
    half(mixed, a, b, c, d, at(message, order[2 * step]), 32n, 24n);
    half(mixed, a, b, c, d, at(message, order[2 * step + 1]), 16n, 63n);
  });
}

function half(
  v: bigint[],
  a: number,
  b: number,
  c: number,
  d: number,
  word: bigint,
  first: bigint,
  second: bigint,
): void {
  v[a] = (at(v, a) + at(v, b) + word) & WORD;
  v[d] = turned(at(v, d) ^ at(v, a), first);
  v[c] = (at(v, c) + at(v, d)) & WORD;
  v[b] = turned(at(v, b) ^ at(v, c), second);
}

function turned(word: bigint, bits: bigint): bigint {
  return ((word >> bits) | (word << (64n - bits))) & WORD;
}

function at(words: readonly bigint[], place: number | undefined): bigint {
  return words[place ?? -1] ?? 0n;
}
