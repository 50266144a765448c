/** The revealed server seed, and its hash. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { SeedStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function SeedView({ step }: { readonly step: SeedStep }) {
  const t = useTexts(proofTexts);
  return (
    <StepItem title={t.steps.seed} differences={step.differences}>
      <p>{t.seed.text}</p>
      <dl>
        <HashRow name={t.seed.seed} value={step.serverSeed} />
        <HashRow name={t.seed.hash} value={step.computed} holds={step.differences.length === 0} />
      </dl>
    </StepItem>
  );
}
