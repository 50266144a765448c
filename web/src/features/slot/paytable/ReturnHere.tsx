/** The exact return at the stake that is set, as the server computes it; nothing for a stake that is not taken. */
"use client";

import { ask } from "@/api/problem";
import { useReading } from "@/reading/useReading";
import { useLanguage, useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { atLeast } from "../machine/shares";

interface Props {
  readonly machine: SlotMachine;
  readonly stake: number;
}

export function ReturnHere({ machine: { id }, stake }: Props) {
  const t = useTexts(slotTexts);
  const { number } = useFormats();
  const { language } = useLanguage();
  const { reading } = useReading(`${id} ${stake}`, async (signal) => {
    const answer = await ask(`/api/games/slot/machines/${encodeURIComponent(id)}?bet=${stake}`, { signal });
    return ((await answer.json()) as SlotMachine).rtp_at_bet;
  });
  const share = reading.status === "ready" ? reading.value : null;
  return share === null ? null : <>{t.returnsHere(atLeast(share, language), number(stake))} </>;
}
