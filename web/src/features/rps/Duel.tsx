/** Both hands and the result, in one line of sight. The place keeps its size, whatever is in it. */
"use client";

import { classes } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { rpsTexts } from "@/texts/rps";

import styles from "./Duel.module.css";
import { Hand, type Choice } from "./Hand";
import type { Round } from "./useRpsGame";

function Side({ name, choice, wins }: { readonly name: string; readonly choice?: Choice; readonly wins: boolean }) {
  const t = useTexts(rpsTexts);
  return (
    <div className={classes(styles.side, wins && styles.wins)}>
      <span className={styles.name}>{name}</span>
      <span className={styles.hand}>{choice && <Hand choice={choice} size={88} />}</span>
      <span className={styles.label}>{choice ? t.hands[choice] : "–"}</span>
    </div>
  );
}

export function Duel({ round, playing }: { readonly round?: Round; readonly playing?: Choice }) {
  const t = useTexts(rpsTexts);
  const { signed } = useFormats();
  const shown = playing === undefined ? round : undefined;
  const said =
    shown && t.announced(t.results[shown.outcome], t.hands[shown.own], t.hands[shown.house], signed(shown.change));
  return (
    <div className={styles.duel} key={shown?.id ?? playing ?? "ready"}>
      <Side name={t.you} choice={playing ?? shown?.own} wins={shown?.outcome === "win"} />
      <div className={styles.result} data-testid="rps-result" data-outcome={shown?.outcome}>
        {shown ? (
          <>
            <strong className={styles[shown.outcome]}>{t.results[shown.outcome]}</strong>
            <span className={styles.change}>{t.paid(signed(shown.change))}</span>
          </>
        ) : (
          <span className={styles.quiet}>{playing ? t.waiting : t.ready}</span>
        )}
      </div>
      <Side name={t.house} choice={shown?.house} wins={shown?.outcome === "lose"} />
      <p className="only-read" role="status">
        {said}
      </p>
    </div>
  );
}
