/** The game hash, and the one of the round before, which it had to lead to. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { LinkStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function LinkView({ step }: { readonly step: LinkStep }) {
  const t = useTexts(proofTexts);
  return (
    <StepItem title={t.steps.link} differences={step.differences}>
      <p>{t.link.text}</p>
      <dl>
        <HashRow name={t.link.hash} value={step.gameHash} />
        <HashRow name={t.link.before} value={step.before} holds={step.differences.length === 0} />
      </dl>
    </StepItem>
  );
}
