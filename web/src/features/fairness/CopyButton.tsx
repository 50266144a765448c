/** Copies a text; for two seconds it says that it did, to eyes and to screen readers. */
"use client";

import { useEffect, useState } from "react";

import { IconButton } from "@/design";
import { CheckIcon, CopyIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";

const SAID_MS = 2_000;

export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const t = useTexts(fairnessTexts);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    // Without a secure context there is no clipboard: the text can still be selected by hand.
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <>
      <IconButton label={t.copy(what)} onClick={() => void copy()}>
        {copied ? <CheckIcon size={18} /> : <CopyIcon size={18} />}
      </IconButton>
      <span className="only-read" role="status">
        {copied ? t.copied : ""}
      </span>
    </>
  );
}
