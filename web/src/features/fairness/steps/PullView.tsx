/** One pull: three numbers, which are rarity, featured or not, and item. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { PullStep } from "../proof/derivation";
import { Formula } from "./Formula";
import { fractionText, millionthsText, productText } from "./numbers";
import { StepItem } from "./StepItem";

export function PullView({ step }: { readonly step: PullStep }) {
  const t = useTexts(proofTexts);
  const band = step.bands.find((each) => each.stars === step.stars);
  const { featured } = step;
  return (
    <StepItem title={t.steps.pull(step.number)} differences={step.differences}>
      <Formula>
        {`${step.rarityDraw.hex} → ${fractionText(step.rarityDraw)} → ${t.pull.rarity(step.stars)}`}
        <br />
        {featured !== null && (
          <>
            {featured.sure
              ? `${featured.draw.hex} → ${t.pull.sure}`
              : `${featured.draw.hex} → ${fractionText(featured.draw)} ${featured.hit ? "<" : "≥"} ${millionthsText(featured.share)} → ${featured.hit ? t.pull.featured : t.pull.notFeatured}`}
            <br />
          </>
        )}
        {`${step.itemDraw.hex} → ${fractionText(step.itemDraw)} × ${step.poolSize} = ${productText(step.itemDraw, step.poolSize)} → ${step.itemIndex} → ${step.item}`}
      </Formula>
      {band !== undefined && (
        <p>
          {t.pull.band(band.stars, millionthsText(band.from), millionthsText(band.below))}
          {band.since !== null && ` (${t.pull.since(band.since)})`}
        </p>
      )}
      <p>
        {t.pull.item(step.item)}
        {step.duplicate && ` · ${t.pull.shards(step.shards)}`}
      </p>
    </StepItem>
  );
}
