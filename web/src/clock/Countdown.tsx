/** Counts down to a moment, in digits of equal width: days while there are several, then a clock. */
"use client";

import { useTexts } from "@/texts";
import { clockTexts } from "@/texts/clock";

import styles from "./Countdown.module.css";
import { asClock, leftUntil } from "./countdown";
import { useNow } from "./useNow";

const DAYS_FROM = 2;

interface Props {
  readonly until: number;
  /** The words around it, as "Ends in 07:42:09". */
  readonly words?: (left: string) => string;
}

export function Countdown({ until, words }: Props) {
  const t = useTexts(clockTexts);
  const left = leftUntil(until, useNow());
  const shown = left.days >= DAYS_FROM ? t.daysHours(left.days, left.hours) : asClock(left);
  return (
    <span role="timer" className={styles.left}>
      {words ? words(shown) : shown}
    </span>
  );
}
