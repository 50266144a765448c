/** Shares of a machine in words. A return is published as "at least", so it is never rounded up. */
import type { Language } from "@/texts/language";

const FINEST = 10_000;

/** 0.949496 -> 94.94% */
export function atLeast(share: number, language: Language): string {
  // Half a millionth: a share that is written 0.9495 may be stored a little below it.
  const floored = Math.floor(share * FINEST + 0.000_000_5) / FINEST;
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 }).format(floored);
}
