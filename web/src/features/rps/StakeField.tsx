/** The stake: typed, halved, doubled, or as much as there is. */
"use client";

import { Button, Field } from "@/design";
import { useGold } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { rpsTexts } from "@/texts/rps";

import { boundedStake, readStake, type StakeBounds } from "./stake";
import styles from "./StakeField.module.css";

interface Props {
  readonly typed: string;
  readonly bounds: StakeBounds;
  readonly error?: string;
  readonly onChange: (typed: string) => void;
}

export function StakeField({ typed, bounds, error, onChange }: Props) {
  const t = useTexts(rpsTexts);
  const { number } = useFormats();
  const gold = useGold()?.amount ?? 0;
  const stake = readStake(typed) ?? bounds.min;
  const become = (next: number) => onChange(String(boundedStake(Math.floor(next), bounds, gold)));
  return (
    <div className={styles.stake}>
      <Field
        label={t.stake}
        name="stake"
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        error={error}
        hint={t.stakeHint(number(bounds.min), number(bounds.max))}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className={styles.steps}>
        <Button size="s" aria-label={t.half} onClick={() => become(stake / 2)}>
          ½
        </Button>
        <Button size="s" aria-label={t.double} onClick={() => become(stake * 2)}>
          2×
        </Button>
        <Button size="s" aria-label={t.most} onClick={() => become(gold)}>
          {t.max}
        </Button>
      </div>
    </div>
  );
}
