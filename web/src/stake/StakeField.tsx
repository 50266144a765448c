/** The stake: typed, stepped up and down, halved, doubled, or as much as there is. Arrow keys step as well. */
"use client";

import type { KeyboardEvent } from "react";

import { Button, Field, IconButton } from "@/design";
import { MinusIcon, PlusIcon } from "@/design/icons";
import { useGold } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { stakeTexts } from "@/texts/stake";

import { boundedStake, nextStake, readStake, type StakeBounds } from "./stake";
import styles from "./StakeField.module.css";

interface Props {
  readonly typed: string;
  readonly bounds: StakeBounds;
  readonly error?: string;
  readonly onChange: (typed: string) => void;
}

const DIRECTIONS: Readonly<Record<string, "up" | "down" | undefined>> = { ArrowUp: "up", ArrowDown: "down" };

export function StakeField({ typed, bounds, error, onChange }: Props) {
  const t = useTexts(stakeTexts);
  const { number } = useFormats();
  const gold = useGold()?.amount ?? 0;
  const stake = readStake(typed) ?? bounds.min;
  const become = (next: number) => onChange(String(boundedStake(Math.floor(next), bounds, gold)));
  const step = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined) {
      event.preventDefault();
      become(nextStake(stake, direction));
    }
  };
  return (
    <div className={styles.stake}>
      <Field
        label={t.stake}
        name="stake"
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        error={error}
        hint={t.hint(number(bounds.min), number(bounds.max))}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={step}
        after={
          <span className={styles.stepper}>
            <IconButton label={t.less} onClick={() => become(nextStake(stake, "down"))}>
              <MinusIcon />
            </IconButton>
            <IconButton label={t.more} onClick={() => become(nextStake(stake, "up"))}>
              <PlusIcon />
            </IconButton>
          </span>
        }
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
