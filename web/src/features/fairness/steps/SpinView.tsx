/** One spin: where the reels stop and why, what the window shows, what pays. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { SpinStep } from "../proof/derivation";
import { Formula } from "./Formula";
import { fractionText, productText } from "./numbers";
import { SpinPays } from "./SpinPays";
import { SpinWindow } from "./SpinWindow";
import { StepItem } from "./StepItem";

export function SpinView({ step }: { readonly step: SpinStep }) {
  const t = useTexts(proofTexts);
  return (
    <StepItem title={t.steps.spin(step.number)} differences={step.differences}>
      {step.number === 0 && <p>{t.spin.text}</p>}
      <Formula>
        {step.stops.map(({ draw, length, stop }, reel) => (
          <span key={reel}>
            {`${t.spin.reel(reel + 1)}: ${draw.hex} → ${fractionText(draw)} × ${length} = ${productText(draw, length)} → ${stop}`}
            <br />
          </span>
        ))}
      </Formula>
      <SpinWindow label={t.spin.window} window={step.window} />
      <SpinPays step={step} />
    </StepItem>
  );
}
