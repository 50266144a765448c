/** Rock, paper, scissors: one number, three choices. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { HouseStep } from "../proof/derivation";
import { Formula } from "./Formula";
import { fractionText, productText } from "./numbers";
import { StepItem } from "./StepItem";

export function HouseView({ step }: { readonly step: HouseStep }) {
  const t = useTexts(proofTexts);
  const choice = (name: string) =>
    name in t.house.choice ? t.house.choice[name as keyof typeof t.house.choice] : name;
  const result = t.house.result[step.result as keyof typeof t.house.result];
  return (
    <StepItem title={t.steps.house} differences={step.differences}>
      <Formula>
        {`${step.draw.hex} → ${fractionText(step.draw)} × 3 = ${productText(step.draw, 3)} → ${step.index} → ${choice(step.opponent)}`}
      </Formula>
      <p>{t.house.text(choice(step.opponent), choice(step.choice), result)}</p>
    </StepItem>
  );
}
