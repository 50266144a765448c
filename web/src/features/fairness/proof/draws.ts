/**
 * The numbers that decide a solo round: a stream of HMAC blocks, four bytes each.
 *
 * Block n is HMAC-SHA256(server seed, "client seed:nonce:n"). Four bytes are one draw, the fraction word / 2^32 of 1.
 * Draws are kept as their 32-bit word: a fraction is exact in a double, and so is every comparison made here, for a word
 * times any count below 2^21 stays below 2^53. So nothing depends on how a language rounds.
 */

import { bytesOf, hmacKey, toHex, type HmacKey } from "./digest";

const BLOCK_BYTES = 32;
const WORD_BYTES = 4;
const WORD_RANGE = 2 ** 32;
/** More blocks than any round takes: 201 spins of six reels. A record that asks for more is none. */
const BLOCKS_MAX = 256;

/** One block of the stream, as it is shown. */
export interface Block {
  readonly message: string;
  /** The HMAC, in hex. */
  readonly mac: string;
}

/** One draw: its place in the stream, from 0, its four bytes in hex, and the word that they are. */
export interface Draw {
  readonly place: number;
  readonly hex: string;
  readonly word: number;
}

/** The draws of one round, made as they are taken. */
export class Draws {
  /** The blocks made so far. */
  readonly blocks: Block[] = [];
  private bytes = new Uint8Array(0);
  private taken = 0;
  private key: HmacKey | undefined;

  constructor(
    private readonly serverSeed: string,
    private readonly clientSeed: string,
    private readonly nonce: number,
  ) {}

  /** Return the next draw. Throws RangeError beyond what any round takes. */
  async next(): Promise<Draw> {
    const at = (this.taken * WORD_BYTES) % BLOCK_BYTES;
    if (at === 0) await this.addBlock();
    const four = this.bytes.subarray(at, at + WORD_BYTES);
    const place = this.taken;
    this.taken += 1;
    return { place, hex: toHex(four), word: new DataView(four.buffer, four.byteOffset, WORD_BYTES).getUint32(0) };
  }

  private async addBlock(): Promise<void> {
    if (this.blocks.length >= BLOCKS_MAX) throw new RangeError("no round takes that many draws");
    this.key ??= await hmacKey(this.serverSeed);
    const message = `${this.clientSeed}:${this.nonce}:${this.blocks.length}`;
    this.bytes = new Uint8Array(await this.key(bytesOf(message)));
    this.blocks.push({ message, mac: toHex(this.bytes) });
  }
}

/** Return the fraction of 1 that a draw is: exact in a double. */
export function fraction(draw: Draw): number {
  return draw.word / WORD_RANGE;
}

/** Return an index below `count`, which is below 2^21: floor(fraction * count), exact. */
export function choose(draw: Draw, count: number): number {
  return Math.floor((draw.word * count) / WORD_RANGE);
}

/** Return whether the fraction is below `millionths` / 1,000,000: exact. */
export function isBelow(draw: Draw, millionths: number): boolean {
  return draw.word * 1_000_000 < millionths * WORD_RANGE;
}
