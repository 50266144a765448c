/**
 * SHA-256 and HMAC-SHA256 by the browser's own WebCrypto, over texts and bytes; digests are lower-case hex.
 *
 * Hashes of Pitboss are taken over the text that they are written in: the ASCII of the hex, not the bytes behind it.
 * The one exception is the message of a crash round's HMAC, which is the game hash decoded.
 */

const HEX_HASH = /^[0-9a-f]{64}$/;
const encoder = new TextEncoder();

/** Return whether `text` is 32 bytes in lower-case hex. */
export function isHash(text: string): boolean {
  return HEX_HASH.test(text);
}

/** Return the UTF-8 of `text`. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Return `bytes` in lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return the bytes that `hex` writes, which must be digits in pairs. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** Return SHA-256 over the UTF-8 of `text`, in hex. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text))));
}

/** A key of HMAC-SHA256, made once for all messages. */
export type HmacKey = (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** Return the HMAC-SHA256 under the UTF-8 of `key`, which must not be empty. */
export async function hmacKey(key: string): Promise<HmacKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const made = await crypto.subtle.importKey("raw", bytesOf(key), algorithm, false, ["sign"]);
  return async (message) => new Uint8Array(await crypto.subtle.sign("HMAC", made, message));
}
