/** The shape of what is loading, of the size that it will have, so that nothing moves when it comes. */
import { classes } from "./classes";
import styles from "./Skeleton.module.css";

interface Props {
  readonly shape?: "line" | "title" | "box" | "round";
  /** Lines, one below the other. */
  readonly lines?: number;
  readonly className?: string;
}

export function Skeleton({ shape = "line", lines = 1, className }: Props) {
  return (
    <span className={classes(styles.stack, className)} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={classes(styles.skeleton, styles[shape])} />
      ))}
    </span>
  );
}
