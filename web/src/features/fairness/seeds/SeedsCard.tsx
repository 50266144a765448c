/** The seeds in force, and what changes them. */
"use client";

import { useState } from "react";

import { Button, Card, ErrorState, Skeleton } from "@/design";
import { useFaultText } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";
import { frameTexts } from "@/texts/frame";

import { HashRow } from "../HashRow";
import { RevealedSeed } from "./RevealedSeed";
import { RotateDialog } from "./RotateDialog";
import styles from "./SeedsCard.module.css";
import { useSeeds } from "./useSeeds";

interface Props {
  /** Told when the seeds were changed and the former one is revealed. */
  readonly onRotated: () => void;
}

export function SeedsCard({ onRotated }: Props) {
  const t = useTexts(fairnessTexts);
  const frame = useTexts(frameTexts);
  const f = useFormats();
  const faultText = useFaultText();
  const { shown, failed, revealed, load, rotate } = useSeeds();
  const [asking, setAsking] = useState(false);
  const rotateAndTell = async (clientSeed: string | null) => {
    const fault = await rotate(clientSeed);
    if (fault === null) onRotated();
    return fault;
  };
  if (shown === null) {
    return (
      <Card title={t.seeds.title}>
        {failed === null ? (
          <Skeleton shape="box" lines={3} />
        ) : (
          <ErrorState title={t.seeds.failed} retry={load} retryLabel={frame.retry}>
            {faultText({ code: failed })}
          </ErrorState>
        )}
      </Card>
    );
  }
  return (
    <>
      <Card title={t.seeds.title}>
        <div className={styles.seeds}>
          <p className={styles.intro}>{t.seeds.intro}</p>
          <dl className={styles.rows}>
            <HashRow name={t.seeds.serverHash} value={shown.server_seed_hash} />
            <HashRow name={t.seeds.nextHash} value={shown.next_server_seed_hash} />
            <HashRow name={t.seeds.clientSeed} value={shown.client_seed} />
            <div className={styles.nonce}>
              <dt>{t.seeds.nonce}</dt>
              <dd className="number">{f.number(shown.nonce)}</dd>
            </div>
          </dl>
          <Button wide onClick={() => setAsking(true)}>
            {t.seeds.change}
          </Button>
        </div>
      </Card>
      {revealed !== null && <RevealedSeed revealed={revealed} />}
      <RotateDialog open={asking} onClose={() => setAsking(false)} rotate={rotateAndTell} />
    </>
  );
}
