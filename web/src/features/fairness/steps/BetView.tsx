/** Where a bet left the curve. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { BetStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function BetView({ step }: { readonly step: BetStep }) {
  const t = useTexts(proofTexts);
  const f = useFormats();
  const [left, auto, end] = [step.hundredths, step.auto, step.point].map((each) => f.multiplier(each / 100)) as [
    string,
    string,
    string,
  ];
  return (
    <StepItem title={t.steps.bet} differences={step.differences}>
      <p>
        {step.hundredths === 0 ? t.bet.lost(end) : t.bet.left(left, end)} {step.auto > 0 && t.bet.auto(auto)}
      </p>
    </StepItem>
  );
}
