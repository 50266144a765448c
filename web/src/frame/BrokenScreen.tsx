/** A screen threw an error: what to do, in place of a blank page. */
"use client";

import { ErrorState } from "@/design";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

export function BrokenScreen() {
  const t = useTexts(frameTexts);
  return (
    <ErrorState title={t.broken} retry={() => window.location.reload()} retryLabel={t.reload}>
      {t.brokenWhy}
    </ErrorState>
  );
}
