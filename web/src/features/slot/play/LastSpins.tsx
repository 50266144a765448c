/** The spins of this visit, newest first; each leads to its proof. */
"use client";

import { Card, classes, PageLink } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { Round } from "../round/round";
import { useNames } from "../symbols/names";
import styles from "./LastSpins.module.css";

export function LastSpins({ rounds }: { readonly rounds: readonly Round[] }) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const { signed } = useFormats();
  return (
    <Card title={t.last}>
      {rounds.length === 0 ? (
        <p className={styles.none}>{t.none}</p>
      ) : (
        <ol className={styles.list}>
          {rounds.map(({ id, machine, bet, payout }) => (
            <li key={id}>
              <PageLink
                className={classes(styles.spin, payout > bet && styles.won)}
                href={`/fairness?round=${encodeURIComponent(id)}`}
                aria-label={t.spun(names.machine(machine), signed(payout - bet))}
                data-round={id}
              >
                {signed(payout - bet)}
              </PageLink>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
