/** The verdict on a round, in a word and a sentence; it is announced when it comes. */
"use client";

import { classes } from "@/design";
import { AlertIcon, CheckIcon, InfoIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { Verdict } from "../proof/verdict";
import styles from "./VerdictBanner.module.css";

export function VerdictBanner({ verdict }: { readonly verdict: Verdict }) {
  const t = useTexts(proofTexts);
  return (
    <div className={classes(styles.banner, styles[verdict.kind])} role="status" data-verdict={verdict.kind}>
      <span className={styles.icon}>{iconOf(verdict)}</span>
      <div>
        <p className={styles.word}>{t.verdicts[verdict.kind]}</p>
        <p className={styles.text}>{sentenceOf(verdict, t)}</p>
      </div>
    </div>
  );
}

function iconOf(verdict: Verdict) {
  if (verdict.kind === "proven") return <CheckIcon size={22} />;
  return verdict.kind === "broken" ? <AlertIcon size={22} /> : <InfoIcon size={22} />;
}

function sentenceOf(verdict: Verdict, t: typeof proofTexts.en): string {
  switch (verdict.kind) {
    case "proven":
      return t.proven;
    case "consistent":
      return t.doubts[verdict.because];
    case "pending":
      return t.waits[verdict.because];
    case "broken":
      return t.broken;
    case "unchecked":
      return t.obstacles[verdict.because](verdict.place);
  }
}
