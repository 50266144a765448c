/** Names of machines and symbols. Machines are data: one that the app has no word for is called as its file calls it. */
"use client";

import { useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

interface Names {
  readonly symbol: (symbol: string) => string;
  readonly machine: (id: string) => string;
  /** Of a class of wins. */
  readonly winClass: (name: string) => string;
}

const known = (words: Readonly<Record<string, string>>) => (name: string) => words[name] ?? name;

export function useNames(): Names {
  const t = useTexts(slotTexts);
  return { symbol: known(t.symbols), machine: known(t.names), winClass: known(t.classes) };
}
