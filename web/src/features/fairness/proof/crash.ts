/**
 * Crash (method of bustabit v2): a chain of hashes, a salt made of bets, and the point where a round ends.
 *
 * Each game hash is the SHA-256 of the one that is played after it, so the hash that was published before the first
 * round commits to all of them. The point is all integers: floor(99 * 2^52 / (2^52 - r)) hundredths, at least 100, with r
 * the first 52 bits of HMAC-SHA256(salt, game hash as bytes).
 */

import { fromHex, hmacKey, sha256Hex, toHex } from "./digest";

const POINT_BITS = 52n;
const POINT_HEX_DIGITS = 13;
/** P(point >= m) = 0.99 / m: the return to player is 99 % at every target. */
const RETURN_HUNDREDTHS = 99n;
const LOWEST_HUNDREDTHS = 100n;

/** Where a round ends, and what that follows from. */
export interface CrashPoint {
  /** The HMAC, in hex. */
  readonly mac: string;
  readonly drawn: bigint;
  readonly hundredths: number;
}

/** Return where the round of `gameHash`, 64 hex digits, ends under `salt`, which must not be empty. */
export async function crashPoint(gameHash: string, salt: string): Promise<CrashPoint> {
  const mac = toHex(await (await hmacKey(salt))(fromHex(gameHash)));
  const drawn = BigInt(`0x${mac.slice(0, POINT_HEX_DIGITS)}`);
  const range = 1n << POINT_BITS;
  const hundredths = (RETURN_HUNDREDTHS * range) / (range - drawn);
  return { mac, drawn, hundredths: Number(hundredths > LOWEST_HUNDREDTHS ? hundredths : LOWEST_HUNDREDTHS) };
}

/** Return the hash of the round that was played before the one of `gameHash`: what its own opening committed to. */
export function previousHash(gameHash: string): Promise<string> {
  return sha256Hex(gameHash);
}

/** Return the salt that the digests of bets make with the hash that the chain was published by. */
export function saltOf(terminatingHash: string, contributions: readonly string[]): Promise<string> {
  return sha256Hex([terminatingHash, ...contributions].join(":"));
}

/** Return the number of a round from its name, `TABLE-N`; 0 when there is none. */
export function roundNumber(roundId: string): number {
  const number = /-(\d{1,15})$/.exec(roundId)?.[1];
  return number === undefined ? 0 : Number(number);
}
