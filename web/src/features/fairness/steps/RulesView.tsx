/** Which rules the round was played by, and whether they were noted before it. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";
import { proofTexts } from "@/texts/proof";

import type { RulesStep } from "../proof/derivation";
import { StepItem } from "./StepItem";

export function RulesView({ step }: { readonly step: RulesStep }) {
  const t = useTexts(proofTexts);
  const { games } = useTexts(fairnessTexts);
  const f = useFormats();
  const when = step.seenAt === null ? null : f.moment(step.seenAt);
  const game = step.game === "rps" || step.game === "slot" || step.game === "gacha" ? games[step.game] : step.game;
  const name = step.game === "rps" ? game : `${game} · ${step.id}`;
  return (
    <StepItem title={t.steps.rules} differences={step.differences} doubtful={!step.beforeRound}>
      <p>
        {t.rules.version(name, step.version)}{" "}
        {when === null ? t.rules.never : step.beforeRound ? t.rules.before(when) : t.rules.after(when)}
      </p>
    </StepItem>
  );
}
