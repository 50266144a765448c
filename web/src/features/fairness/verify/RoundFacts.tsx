/** The round in a line: game, stake, payout. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";

import type { RoundRecord } from "../proof/record";
import styles from "./RoundFacts.module.css";

export function RoundFacts({ record }: { readonly record: RoundRecord }) {
  const t = useTexts(fairnessTexts);
  const f = useFormats();
  const game =
    record.kind === "solo"
      ? ((t.games as Readonly<Record<string, string>>)[record.game] ?? record.game)
      : t.games.crash;
  return (
    <dl className={styles.facts}>
      <div className={styles.id}>
        <dt>{t.verify.round}</dt>
        <dd>
          {game} · <code>{record.roundId}</code>
        </dd>
      </div>
      {record.kind !== "table" && (
        <>
          <div>
            <dt>{t.verify.stake}</dt>
            <dd className="number">{f.number(record.bet)}</dd>
          </div>
          <div>
            <dt>{t.verify.payout}</dt>
            <dd className="number">{f.number(record.payout)}</dd>
          </div>
        </>
      )}
    </dl>
  );
}
