/** What this browser had noted of the commitment, and when. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import { HashRow } from "../HashRow";
import type { NotedStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function NotedView({ step }: { readonly step: NotedStep }) {
  const t = useTexts(proofTexts);
  const f = useFormats();
  const when = step.seenAt === null ? null : f.moment(step.seenAt);
  return (
    <StepItem title={t.steps.noted} differences={step.differences} doubtful={!step.beforeRound}>
      <p>{when === null ? t.noted.never : step.beforeRound ? t.noted.before(when) : t.noted.after(when)}</p>
      <dl>
        <HashRow name={t.noted.hash} value={step.hash} holds={step.beforeRound && step.differences.length === 0} />
      </dl>
    </StepItem>
  );
}
