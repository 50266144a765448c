/** Shares as the law wants them disclosed: exact to the fourth decimal place of a percent, without zeros that say nothing. */
import type { Language } from "@/texts/language";

/** 0.006 -> 0.6%, 0.0163421 -> 1.6342% */
export function exactShare(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 4 }).format(share);
}
