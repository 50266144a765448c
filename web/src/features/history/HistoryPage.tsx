/** The screen of rounds and the ledger. */
"use client";

import { Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

export function HistoryPage() {
  const t = useTexts(frameTexts);
  return (
    <Screen title={t.places.history}>
      <Skeleton shape="box" lines={3} />
    </Screen>
  );
}
