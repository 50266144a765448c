/** What an entry of the ledger was for, in words; and which entries belong to a round that has a proof. */
import type { historyTexts } from "@/texts/history";

type Words = (typeof historyTexts)["en"]["reasons"];

/** Return the words for a reason; one that this page does not know yet gets words as well. */
export function reasonText(reason: string, words: Words): string {
  return Object.hasOwn(words, reason) ? words[reason as keyof Words] : words.other;
}

/** Stakes that are held or released belong to a bet that may have no round: it is open, or its round was voided. */
export function hasProof(reason: string): boolean {
  return reason === "bet" || reason === "payout";
}
