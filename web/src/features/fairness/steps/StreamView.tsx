/** The HMAC blocks of a round: the first one, and the others when they are asked for. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { StreamStep } from "../proof/derivation";
import { StepItem } from "./StepItem";
import styles from "./StreamView.module.css";

export function StreamView({ step }: { readonly step: StreamStep }) {
  const t = useTexts(proofTexts);
  const rows = step.blocks.map(({ message, mac }) => (
    <HashRow key={message} name={t.stream.message(message)} value={mac} />
  ));
  const more = rows.slice(1);
  return (
    <StepItem title={t.steps.stream} differences={step.differences}>
      <p>{t.stream.text}</p>
      <dl>{rows[0]}</dl>
      {more.length > 0 && (
        <details className={styles.more}>
          <summary>{t.stream.more(more.length)}</summary>
          <dl>{more}</dl>
        </details>
      )}
    </StepItem>
  );
}
