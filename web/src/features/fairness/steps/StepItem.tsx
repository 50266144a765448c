/** The frame of a step: its title, a mark whether it holds, its content, and what differs. */
import type { ReactNode } from "react";

import { classes } from "@/design";
import { AlertIcon, CheckIcon, InfoIcon } from "@/design/icons";

import type { Difference } from "../proof/derivation";
import { Differences } from "../verify/Differences";
import styles from "./StepItem.module.css";

interface Props {
  readonly title: string;
  readonly differences: readonly Difference[];
  /** Nothing differs, but the step shows less than it could. */
  readonly doubtful?: boolean;
  readonly children: ReactNode;
}

export function StepItem({ title, differences, doubtful = false, children }: Props) {
  const holds = differences.length === 0;
  return (
    <li className={styles.step}>
      <span className={classes(styles.mark, !holds ? styles.broken : doubtful && styles.doubtful)}>
        {!holds ? <AlertIcon size={14} /> : doubtful ? <InfoIcon size={14} /> : <CheckIcon size={14} />}
      </span>
      <div className={styles.content}>
        <h3>{title}</h3>
        {children}
        <Differences differences={differences} />
      </div>
    </li>
  );
}
