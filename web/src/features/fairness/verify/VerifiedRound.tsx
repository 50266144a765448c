/** A round on the fairness screen: its proof, and how to verify it without this page. */
"use client";

import { ProofView } from "./ProofView";
import { useProof } from "./useProof";
import { VerifyAlone } from "./VerifyAlone";
import styles from "./VerifyCard.module.css";

export function VerifiedRound({ roundId }: { readonly roundId: string }) {
  const { proof, again } = useProof(roundId);
  const record = proof.status === "done" ? proof.verified.record : null;
  return (
    <div className={styles.verify}>
      <ProofView proof={proof} again={again} />
      {proof.status === "done" && record !== null && (
        <VerifyAlone record={record} answer={proof.answer} rules={proof.rules} />
      )}
    </div>
  );
}
