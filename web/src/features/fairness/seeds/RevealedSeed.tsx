/** The seed that a rotation has revealed, with the proof that it is the promised one. */
"use client";

import { Card, classes } from "@/design";
import { AlertIcon, CheckIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";

import { HashRow } from "../HashRow";
import { Differences } from "../verify/Differences";
import styles from "./SeedsCard.module.css";
import type { Revealed } from "./useSeeds";

export function RevealedSeed({ revealed: { rotated, proof } }: { readonly revealed: Revealed }) {
  const t = useTexts(fairnessTexts);
  const holds = proof.differences.length === 0;
  const { revealed } = rotated;
  return (
    <Card title={t.revealed.title}>
      <div className={styles.seeds}>
        <p className={classes(styles.word, holds ? styles.proven : styles.broken)} role="status">
          {holds ? <CheckIcon size={18} /> : <AlertIcon size={18} />}
          <span>{holds ? t.revealed.proven : t.revealed.broken}</span>
        </p>
        <Differences differences={proof.differences} />
        <dl className={styles.rows}>
          <HashRow name={t.revealed.seed} value={revealed.server_seed} />
          <HashRow name={t.revealed.hash} value={proof.computed} holds={holds} />
          <HashRow name={t.revealed.clientSeed} value={revealed.client_seed} />
        </dl>
        <p className={styles.intro}>{t.revealed.rounds(revealed.last_nonce)}</p>
      </div>
    </Card>
  );
}
