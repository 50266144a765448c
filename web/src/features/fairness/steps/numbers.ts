/** Numbers of a derivation as text: the same in every language, cut off and never rounded up, so that they explain a floor. */

import { fraction, type Draw } from "../proof/draws";

const FRACTION_DIGITS = 9;
const PRODUCT_DIGITS = 4;

/** 0.771740999 */
export function fractionText(draw: Draw): string {
  return cut(fraction(draw), FRACTION_DIGITS);
}

/** A number times a count: 23.1522 */
export function productText(draw: Draw, count: number): string {
  return cut(fraction(draw) * count, PRODUCT_DIGITS);
}

/** Millionths as a fraction of 1: 0.006 */
export function millionthsText(millionths: number): string {
  return String(millionths / 1_000_000);
}

function cut(value: number, digits: number): string {
  const scale = 10 ** digits;
  return (Math.floor(value * scale) / scale).toFixed(digits);
}
