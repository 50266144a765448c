/** A small word or number about the thing beside it. A badge without words has a `label` for screen readers. */
import type { ReactNode } from "react";

import styles from "./Badge.module.css";
import { classes } from "./classes";

interface Props {
  readonly tone?: "neutral" | "accent" | "gold" | "danger" | "info" | "warn";
  readonly label?: string;
  readonly children: ReactNode;
}

export function Badge({ tone = "neutral", label, children }: Props) {
  return (
    <span className={classes(styles.badge, styles[tone])}>
      {label === undefined ? (
        children
      ) : (
        <>
          <span aria-hidden="true">{children}</span>
          <span className="only-read">{label}</span>
        </>
      )}
    </span>
  );
}
