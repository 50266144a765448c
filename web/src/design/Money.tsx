/**
 * An amount that counts to its new value. Screen readers get the value itself, at once; equal digits keep the width.
 *
 * `optimistic` marks a value that the server has not confirmed: `data-optimistic` for tests, fainter for the eye.
 */
import { useLayoutEffect, useRef } from "react";

import { classes } from "./classes";
import styles from "./Money.module.css";
import { prefersReducedMotion } from "./motion";

const COUNT_MS = 500;

interface Props {
  readonly value: number;
  readonly format: (value: number) => string;
  /** Where counting begins when the amount is first shown; without it, it is there at once. */
  readonly from?: number;
  readonly optimistic?: boolean;
  readonly className?: string;
}

/** Return the value shown after `elapsedMs` on the way between two amounts: fast first, then slowing down. */
export function countedAt(from: number, to: number, elapsedMs: number): number {
  const way = Math.min(1, Math.max(0, elapsedMs / COUNT_MS));
  return way === 1 ? to : Math.round(from + (to - from) * (1 - (1 - way) ** 3));
}

function useCounting(value: number, first: number, format: (value: number) => string) {
  const shown = useRef<HTMLSpanElement>(null);
  const current = useRef(first);
  useLayoutEffect(() => {
    const from = current.current;
    const show = (amount: number) => {
      current.current = amount;
      if (shown.current) {
        shown.current.textContent = format(amount);
      }
    };
    if (from === value || prefersReducedMotion()) {
      show(value);
      return;
    }
    const started = performance.now();
    let frame = requestAnimationFrame(function step(now: number) {
      show(countedAt(from, value, now - started));
      if (current.current !== value) {
        frame = requestAnimationFrame(step);
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [value, format]);
  return shown;
}

export function Money({ value, format, from = value, optimistic = false, className }: Props) {
  const shown = useCounting(value, from, format);
  return (
    <span
      className={classes(styles.money, optimistic && styles.optimistic, className)}
      data-value={value}
      data-optimistic={optimistic || undefined}
    >
      <span ref={shown} aria-hidden="true" />
      <span className="only-read">{format(value)}</span>
    </span>
  );
}
