/** The table: duel, stake and hands. Keys 1, 2 and 3 play while nothing is being typed. */
"use client";

import { useEffect, useEffectEvent, useState, type ReactNode } from "react";

import { Button, Card } from "@/design";
import { readStake } from "@/stake/stake";
import { StakeField } from "@/stake/StakeField";
import { useFaultText } from "@/sync";
import { useTexts } from "@/texts";
import { rpsTexts } from "@/texts/rps";
import { stakeTexts } from "@/texts/stake";

import { Duel } from "./Duel";
import { CHOICES, Hand, type Choice } from "./Hand";
import { LastRounds } from "./LastRounds";
import styles from "./RpsTable.module.css";
import type { Terms } from "./terms";
import { useRpsGame } from "./useRpsGame";

const FIRST_STAKE = 100;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
}

interface Props {
  readonly terms: Terms;
  readonly onTermsChanged: () => void;
  /** Below the table, or at the end on a phone. */
  readonly children?: ReactNode;
}

export function RpsTable({ terms, onTermsChanged, children }: Props) {
  const t = useTexts(rpsTexts);
  const words = useTexts(stakeTexts);
  const faultText = useFaultText();
  const game = useRpsGame(onTermsChanged);
  const [typed, setTyped] = useState(String(Math.max(FIRST_STAKE, terms.bounds.min)));
  const stake = readStake(typed);
  const play = (choice: Choice) => {
    if (stake !== undefined && !terms.closed) {
      game.play(choice, stake, terms.version);
    }
  };
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const choice = CHOICES[Number(event.key) - 1];
    const held = event.repeat || event.ctrlKey || event.metaKey || event.altKey;
    if (choice !== undefined && !held && !isTyping(event.target)) {
      play(choice);
    }
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => pressed(event);
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
  return (
    <div className={styles.columns}>
      <Card title={t.table} className={styles.table}>
        <Duel round={game.rounds[0]} playing={game.playing} />
        <p className={styles.fault} role="alert">
          {game.fault && faultText(game.fault)}
          {game.askAgain && (
            <Button size="s" onClick={game.askAgain}>
              {t.ask}
            </Button>
          )}
        </p>
      </Card>
      <div className={styles.side}>
        <Card title={t.choose}>
          <div className={styles.hands}>
            {CHOICES.map((choice, index) => (
              <button
                key={choice}
                type="button"
                className={styles.hand}
                aria-keyshortcuts={String(index + 1)}
                aria-disabled={game.playing !== undefined || terms.closed}
                data-chosen={game.playing === choice || undefined}
                onClick={() => play(choice)}
              >
                <Hand choice={choice} size={40} />
                <span>{t.hands[choice]}</span>
              </button>
            ))}
          </div>
          <StakeField
            typed={typed}
            bounds={terms.bounds}
            error={stake === undefined ? words.problems.empty() : undefined}
            onChange={setTyped}
          />
          <p className={styles.keys}>{t.keys}</p>
        </Card>
        <LastRounds rounds={game.rounds} />
      </div>
      <div>{children}</div>
    </div>
  );
}
