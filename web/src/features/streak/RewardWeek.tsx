/** A week of rewards: what was claimed, what can be, what comes. */
import { classes } from "@/design";
import { CheckIcon } from "@/design/icons";
import { useFormats, useTexts } from "@/texts";
import { streakTexts } from "@/texts/streak";

import type { RungShown } from "./ladder";
import styles from "./RewardWeek.module.css";

export function RewardWeek({ rungs }: { readonly rungs: readonly RungShown[] }) {
  const t = useTexts(streakTexts);
  const formats = useFormats();
  return (
    <ol className={styles.week} aria-label={t.rewards}>
      {rungs.map(({ rung, amount, state }) => (
        <li key={rung} className={classes(styles.rung, styles[state])} data-rung={rung} data-state={state}>
          <span className="only-read">{t.rungLabel(rung, formats.number(amount), t.rungState[state])}</span>
          <span aria-hidden="true" className={styles.day}>
            {t.rung(rung)}
          </span>
          <span aria-hidden="true" className={styles.amount}>
            {state === "claimed" ? <CheckIcon size={18} /> : formats.compact(amount)}
          </span>
        </li>
      ))}
    </ol>
  );
}
