/** Where the last rounds ended, newest first; each leads to its proof. */
"use client";

import { classes, PageLink } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";

import type { CrashGame } from "../game/crash-game";
import { useShown } from "../game/useShown";
import styles from "./PastStrip.module.css";

/** From here on a round was a high one. */
const HIGH_HUNDREDTHS = 200;

export function PastStrip({ game }: { readonly game: CrashGame }) {
  const t = useTexts(crashTexts);
  const { multiplier } = useFormats();
  const past = useShown(game, (shown) => shown.table.past);
  return (
    <nav aria-label={t.past} className={styles.strip}>
      {past.length === 0 && <span className={styles.none}>{t.pastNone}</span>}
      {past.map(({ roundId, hundredths }) => (
        <PageLink
          key={roundId}
          href={`/fairness?round=${encodeURIComponent(roundId)}`}
          className={classes(styles.point, hundredths >= HIGH_HUNDREDTHS && styles.high)}
          aria-label={hundredths > 0 ? t.proofOf(multiplier(hundredths / 100)) : t.proofOfVoided}
        >
          {hundredths > 0 ? multiplier(hundredths / 100) : t.voidedShort}
        </PageLink>
      ))}
    </nav>
  );
}
