/** Stake, target, and the one button: it bets, and on the curve it cashes out for what it shows. */
"use client";

import { useId, useState, type SyntheticEvent } from "react";

import { Button, Field } from "@/design";
import { useGold } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";

import type { CrashGame } from "../game/crash-game";
import { useShown } from "../game/useShown";
import { ActButton } from "./ActButton";
import styles from "./BetPanel.module.css";
import { BetNotice } from "./BetNotice";
import { digitsOf, doubled, halved, largest, stakeProblem, targetOf, type StakeLimits } from "./stake";

const FIRST_STAKE = "100";

export function BetPanel({ game }: { readonly game: CrashGame }) {
  const t = useTexts(crashTexts);
  const { number } = useFormats();
  const [stake, setStake] = useState(FIRST_STAKE);
  const [target, setTarget] = useState("");
  const note = useId();
  const gold = useGold();
  const betMin = useShown(game, (shown) => shown.table.betMin);
  const betMax = useShown(game, (shown) => shown.table.betMax);
  const limits: StakeLimits = { betMin, betMax, gold: gold?.amount ?? null };
  const amount = Number(stake);
  const auto = targetOf(target);
  const problem = betMax === 0 ? null : stakeProblem(amount, limits);
  const bounds = { empty: 0, belowMin: betMin, aboveMax: betMax, aboveGold: limits.gold ?? 0 };
  const change = (by: (stake: number, limits: StakeLimits) => number) => setStake(String(by(amount, limits)));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (problem === null && auto >= 0 && betMax > 0) game.bet({ bet: amount, auto });
  };
  return (
    <form className={styles.panel} onSubmit={submit} aria-describedby={note}>
      <div className={styles.fields}>
        <Field
          label={t.stake}
          inputMode="numeric"
          autoComplete="off"
          value={stake}
          onChange={(event) => setStake(digitsOf(event.target.value))}
          error={problem === null ? undefined : t.stakeProblems[problem](number(bounds[problem]))}
          data-testid="crash-stake"
        />
        <Field
          label={t.auto}
          inputMode="decimal"
          autoComplete="off"
          placeholder="2.00"
          value={target}
          onChange={(event) => setTarget(event.target.value)}
          after="×"
          error={auto < 0 ? t.autoWrong : undefined}
          data-testid="crash-target"
        />
      </div>
      <div className={styles.quick}>
        <Button size="s" onClick={() => change(halved)}>
          {t.half}
        </Button>
        <Button size="s" onClick={() => change(doubled)}>
          {t.double}
        </Button>
        <Button size="s" onClick={() => change((_, within) => largest(within))}>
          {t.max}
        </Button>
      </div>
      <ActButton game={game} amount={amount} ready={problem === null && auto >= 0 && betMax > 0} />
      <BetNotice game={game} id={note} />
    </form>
  );
}
