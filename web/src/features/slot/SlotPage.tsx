/** The screen of the slot machines. */
"use client";

import { Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

export function SlotPage() {
  const t = useTexts(frameTexts);
  return (
    <Screen title={t.places.slot}>
      <Skeleton shape="box" lines={3} />
    </Screen>
  );
}
