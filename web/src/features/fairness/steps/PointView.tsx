/** The end of the curve, from the HMAC. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { PointStep } from "../proof/derivation";
import { Formula } from "./Formula";
import { StepItem } from "./StepItem";

export function PointView({ step }: { readonly step: PointStep }) {
  const t = useTexts(proofTexts);
  const f = useFormats();
  return (
    <StepItem title={t.steps.point} differences={step.differences}>
      <p>{t.point.text}</p>
      <dl>
        <HashRow name={t.point.mac} value={step.mac} />
      </dl>
      <Formula>
        {`r = ${step.drawn}`}
        <br />
        {`max(100, ⌊99 × 2^52 / (2^52 − r)⌋) = ${step.hundredths} → ${f.multiplier(step.hundredths / 100)}`}
      </Formula>
    </StepItem>
  );
}
