/** How far something has come, `value` of `max`; `text` says it in words. */
import { useEffect, useRef } from "react";

import { classes } from "./classes";
import styles from "./Progress.module.css";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly text?: string;
  readonly tone?: "accent" | "gold";
}

export function Progress({ label, value, max, text, tone = "accent" }: Props) {
  const bar = useRef<HTMLSpanElement>(null);
  const share = max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  useEffect(() => {
    bar.current?.style.setProperty("--share", String(share));
  }, [share]);
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={text}
      className={styles.track}
    >
      <span ref={bar} className={classes(styles.bar, tone === "gold" && styles.gold)} />
    </span>
  );
}
