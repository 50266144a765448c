/** The lines of a machine, each as a small map of the window. */
"use client";

import { useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { pointsOf } from "../machine/pays";
import styles from "./LineMaps.module.css";

export function LineMaps({ machine: { lines, reels, rows } }: { readonly machine: SlotMachine }) {
  const t = useTexts(slotTexts);
  return (
    <ol className={styles.maps}>
      {lines.map((line, index) => (
        <li key={index} className={styles.map}>
          <svg viewBox={`0 0 ${reels.length} ${rows}`} className={styles.picture} aria-hidden="true" focusable="false">
            {reels.flatMap((_, reel) =>
              Array.from({ length: rows }, (_place, row) => (
                <rect
                  key={`${reel} ${row}`}
                  className={line[reel] === row ? styles.on : styles.off}
                  x={reel + 0.08}
                  y={row + 0.08}
                  width="0.840"
                  height="0.840"
                  rx="0.160"
                />
              )),
            )}
            <polyline className={styles.line} points={pointsOf(line, line.length, 0)} />
          </svg>
          <span>{t.line(index + 1)}</span>
        </li>
      ))}
    </ol>
  );
}
