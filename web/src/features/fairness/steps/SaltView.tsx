/** The salt of the chain, and what it was made of. */
"use client";

import { useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { SaltStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function SaltView({ step }: { readonly step: SaltStep }) {
  const t = useTexts(proofTexts);
  const { salt } = t;
  const made = { bets: salt.bets(step.contributions), noBets: salt.noBets, withChain: salt.withChain };
  return (
    <StepItem title={t.steps.salt} differences={step.differences} doubtful={step.origin === "withChain"}>
      <p>
        {made[step.origin]} {step.ownBet && salt.own}
      </p>
      <dl>
        <HashRow
          name={salt.salt}
          value={step.salt}
          holds={step.origin !== "withChain" && step.differences.length === 0}
        />
      </dl>
    </StepItem>
  );
}
