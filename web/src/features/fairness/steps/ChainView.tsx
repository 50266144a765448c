/** The walk along the chain to the hash that was published before its first round. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { ChainStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function ChainView({ step }: { readonly step: ChainStep }) {
  const t = useTexts(proofTexts);
  const f = useFormats();
  return (
    <StepItem title={t.steps.chain} differences={step.differences}>
      <p>{t.chain[step.at](f.number(step.hashes))}</p>
      <dl>
        <HashRow name={t.chain.hash} value={step.terminatingHash} holds={step.differences.length === 0} />
      </dl>
    </StepItem>
  );
}
