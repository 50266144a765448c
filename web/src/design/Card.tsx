/** A surface with a heading of its own: a section of a screen, named for screen readers by that heading. */
import { useId, type ReactNode } from "react";

import styles from "./Card.module.css";
import { classes } from "./classes";

interface Props {
  readonly title?: ReactNode;
  /** Beside the heading, on the right. */
  readonly aside?: ReactNode;
  /** "none": the content reaches the edges, as tables do. */
  readonly padding?: "m" | "none";
  readonly className?: string;
  readonly children: ReactNode;
}

export function Card({ title, aside, padding = "m", className, children }: Props) {
  const heading = useId();
  return (
    <section className={classes(styles.card, className)} aria-labelledby={title ? heading : undefined}>
      {(title ?? aside) && (
        <header className={styles.head}>
          <h2 id={heading} className={styles.title}>
            {title}
          </h2>
          {aside}
        </header>
      )}
      <div className={padding === "m" ? styles.body : undefined}>{children}</div>
    </section>
  );
}
