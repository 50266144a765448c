/** The last rounds of the player: one press verifies one. */
"use client";

import { useEffect, useState } from "react";

import { Button } from "@/design";
import { useSessionActs } from "@/session";
import { useFormats, useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";

import { askRecent, type RecentRound } from "../wire";
import styles from "./RecentRounds.module.css";

export function RecentRounds({ onChoose }: { readonly onChoose: (roundId: string) => void }) {
  const t = useTexts(fairnessTexts);
  const f = useFormats();
  const acts = useSessionActs();
  const [rounds, setRounds] = useState<readonly RecentRound[] | null>(null);
  useEffect(() => {
    // Without the list a round can still be verified by its id.
    void acts
      .token()
      .then(askRecent)
      .then(setRounds, () => undefined);
  }, [acts]);
  if (rounds === null) return null;
  if (rounds.length === 0) return <p className={styles.empty}>{t.verify.recentEmpty}</p>;
  return (
    <div>
      <h3 className={styles.title}>{t.verify.recent}</h3>
      <ul className={styles.rounds}>
        {rounds.map((round) => (
          <li key={round.round_id}>
            <Button size="s" onClick={() => onChoose(round.round_id)}>
              {(t.games as Readonly<Record<string, string>>)[round.game] ?? round.game}{" "}
              <span className="number">{f.signed(round.payout - round.bet)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
