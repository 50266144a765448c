/** The proof of one round: its verdict, what was staked and paid, and the steps. */
"use client";

import { ErrorState, Progress, Skeleton } from "@/design";
import { useFaultText } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";
import { frameTexts } from "@/texts/frame";

import { StepView } from "../steps/StepView";
import styles from "./ProofView.module.css";
import { RoundFacts } from "./RoundFacts";
import type { Proof } from "./useProof";
import { VerdictBanner } from "./VerdictBanner";

interface Props {
  readonly proof: Proof;
  readonly again: () => void;
}

export function ProofView({ proof, again }: Props) {
  const t = useTexts(fairnessTexts);
  const frame = useTexts(frameTexts);
  const f = useFormats();
  const faultText = useFaultText();
  switch (proof.status) {
    case "working":
      return (
        <div className={styles.proof} role="status" aria-label={t.verify.working}>
          <Skeleton shape="box" lines={2} />
          {proof.walked !== null && (
            <Progress
              label={t.verify.working}
              value={proof.walked}
              max={1}
              text={t.verify.walking(f.percent(proof.walked))}
            />
          )}
        </div>
      );
    case "missing":
      return <ErrorState title={t.verify.missing}>{t.verify.missingWhy}</ErrorState>;
    case "failed":
      return (
        <ErrorState title={t.verify.failed} retry={again} retryLabel={frame.retry}>
          {faultText({ code: proof.code })}
        </ErrorState>
      );
    case "done":
      return (
        <div className={styles.proof}>
          <VerdictBanner verdict={proof.verified.verdict} />
          {proof.verified.record !== null && <RoundFacts record={proof.verified.record} />}
          {proof.verified.steps.length > 0 && (
            <ol className={styles.steps} aria-label={t.verify.steps}>
              {proof.verified.steps.map((step, index) => (
                <StepView key={index} step={step} />
              ))}
            </ol>
          )}
        </div>
      );
  }
}
