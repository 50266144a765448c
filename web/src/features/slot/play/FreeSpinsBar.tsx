/** The free spins of a round while they are played: which one, how many are left, what they have won until now. */
"use client";

import { Money, Progress } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import { freeSpinsAt, type Round } from "../round/round";
import styles from "./FreeSpinsBar.module.css";

interface Props {
  readonly round: Round;
  /** Index of the spin that is shown. */
  readonly spin: number;
  readonly hasLanded: boolean;
}

export function FreeSpinsBar({ round, spin, hasLanded }: Props) {
  const t = useTexts(slotTexts);
  const { number } = useFormats();
  const free = freeSpinsAt(round, spin, hasLanded);
  const more = hasLanded ? (round.spins[spin]?.freeSpins ?? 0) : 0;
  const said = t.freeSpin(number(free.number), number(free.given));
  return (
    <div className={styles.bar} data-testid="slot-free" data-number={free.number} data-left={free.left}>
      <span className={styles.row}>
        <strong>{said}</strong>
        <span className={styles.left}>{more > 0 ? t.more(more) : free.left > 0 ? t.left(free.left) : t.lastOne}</span>
      </span>
      <Progress label={said} value={free.number} max={free.given} tone="gold" />
      <span className={styles.row}>
        <span className={styles.left}>{t.within}</span>
        <span className={styles.won}>
          <Money value={free.won} format={number} />
        </span>
      </span>
    </div>
  );
}
