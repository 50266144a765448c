/** The rounds of this visit, newest first; each leads to its proof. */
"use client";

import { Card, classes, PageLink } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { rpsTexts } from "@/texts/rps";

import { Hand } from "./Hand";
import styles from "./LastRounds.module.css";
import type { Round } from "./useRpsGame";

export function LastRounds({ rounds }: { readonly rounds: readonly Round[] }) {
  const t = useTexts(rpsTexts);
  const { signed } = useFormats();
  return (
    <Card title={t.last}>
      {rounds.length === 0 ? (
        <p className={styles.none}>{t.none}</p>
      ) : (
        <ol className={styles.list}>
          {rounds.map((round) => (
            <li key={round.id}>
              <PageLink
                className={classes(styles.round, styles[round.outcome])}
                href={`/fairness?round=${round.id}`}
                title={t.proof}
                data-round={round.id}
              >
                <Hand choice={round.own} size={20} />
                <Hand choice={round.house} size={20} />
                <span className="only-read">
                  {t.announced(t.results[round.outcome], t.hands[round.own], t.hands[round.house], "")}
                </span>
                <span className={styles.change}>{signed(round.change)}</span>
              </PageLink>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
