/** The screen of the account. */
"use client";

import { Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

export function AccountPage() {
  const t = useTexts(frameTexts);
  return (
    <Screen title={t.places.account}>
      <Skeleton shape="box" lines={3} />
    </Screen>
  );
}
