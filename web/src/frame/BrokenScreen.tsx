/** A screen threw an error: what to do, in place of a blank page. After a deployment the page reloads by itself. */
"use client";

import { useEffect } from "react";

import { ErrorState } from "@/design";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { isPartMissing, mayReload, pageReach, untilReachable } from "./newer-build";

export function BrokenScreen({ error }: { readonly error: Error }) {
  const t = useTexts(frameTexts);
  useEffect(() => {
    if (!isPartMissing(error)) {
      return undefined;
    }
    let isGone = false;
    void untilReachable(pageReach).then(() => {
      if (!isGone && mayReload(window.sessionStorage, Date.now())) {
        window.location.reload();
      }
    });
    return () => {
      isGone = true;
    };
  }, [error]);
  return (
    <ErrorState title={t.broken} retry={() => window.location.reload()} retryLabel={t.reload}>
      {t.brokenWhy}
    </ErrorState>
  );
}
