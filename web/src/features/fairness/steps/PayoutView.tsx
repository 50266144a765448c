/** The payout, from the stake and the pay in hundredths of it. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { PayoutStep } from "../proof/derivation";
import { Formula } from "./Formula";
import { StepItem } from "./StepItem";

export function PayoutView({ step }: { readonly step: PayoutStep }) {
  const t = useTexts(proofTexts);
  return (
    <StepItem title={t.steps.payout} differences={step.differences}>
      {step.hundredths === null ? (
        <p>{t.payout.nothing}</p>
      ) : (
        <>
          <Formula>{`${step.bet} × ${(step.hundredths / 100).toFixed(2)} → ${step.payout}`}</Formula>
          <p>{t.payout.floor}</p>
        </>
      )}
    </StepItem>
  );
}
