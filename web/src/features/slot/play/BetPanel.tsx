/** Stake, pace, and the one button. Enter in the field and Space on the page do what the button does. */
"use client";

import { useRef, type KeyboardEvent, type SyntheticEvent } from "react";

import { Button } from "@/design";
import { readStake, stakeProblem, type StakeBounds } from "@/stake/stake";
import { StakeField } from "@/stake/StakeField";
import { useGold } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";
import { stakeTexts } from "@/texts/stake";

import type { SlotMachine } from "../machine/machines";
import { isGoingOn } from "../round/stage";
import type { SlotGame } from "../round/useSlotGame";
import { ActButton } from "./ActButton";
import styles from "./BetPanel.module.css";
import { useSpace } from "./useSpace";

interface Props {
  readonly machine: SlotMachine;
  readonly bounds: StakeBounds;
  readonly game: SlotGame;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly isTurbo: boolean;
  readonly onTurbo: (isTurbo: boolean) => void;
}

/** Why the stake cannot be played, in words; undefined when it can, or while a round goes on with its gold held. */
function useStakeError(stake: number | undefined, bounds: StakeBounds, isBusy: boolean): string | undefined {
  const t = useTexts(stakeTexts);
  const { number } = useFormats();
  const gold = useGold()?.amount;
  const problem = isBusy ? null : stakeProblem(stake, bounds, gold);
  const limits = { empty: 0, belowMin: bounds.min, aboveMax: bounds.max, aboveGold: gold ?? 0 };
  return problem === null ? undefined : t.problems[problem](number(limits[problem]));
}

/** A key that is held must not play one round after the other. */
function ignoreRepeats(event: KeyboardEvent) {
  if (event.repeat && event.key === "Enter") {
    event.preventDefault();
  }
}

export function BetPanel({ machine, bounds, game, typed, onType, isTurbo, onTurbo }: Props) {
  const t = useTexts(slotTexts);
  const stake = readStake(typed);
  const error = useStakeError(stake, bounds, game.isBusy);
  const form = useRef<HTMLFormElement>(null);
  useSpace(() => form.current?.requestSubmit());
  const act = (event: SyntheticEvent) => {
    event.preventDefault();
    if (isGoingOn(game.stage)) {
      game.press();
    } else if (game.askAgain !== undefined) {
      game.askAgain();
    } else if (stake !== undefined && error === undefined && !machine.closed) {
      game.spin(stake);
    }
  };
  return (
    <form ref={form} className={styles.panel} onSubmit={act} onKeyDown={ignoreRepeats}>
      <ActButton game={game} stake={stake} disabled={error !== undefined || machine.closed} />
      <StakeField typed={typed} bounds={bounds} error={error} onChange={onType} />
      <div className={styles.foot}>
        <span className={styles.keys}>{t.keys}</span>
        <Button size="s" aria-pressed={isTurbo} className={styles.turbo} onClick={() => onTurbo(!isTurbo)}>
          {t.turbo}
        </Button>
      </div>
    </form>
  );
}
