/** A word about the thing it wraps, on hover and focus; it is that thing's description for screen readers. */
import { useId, type ReactElement, type ReactNode, cloneElement } from "react";

import styles from "./Tooltip.module.css";

interface Props {
  readonly text: ReactNode;
  readonly children: ReactElement<{ "aria-describedby"?: string }>;
}

export function Tooltip({ text, children }: Props) {
  const id = useId();
  return (
    <span className={styles.anchor}>
      {cloneElement(children, { "aria-describedby": id })}
      <span role="tooltip" id={id} className={styles.tip}>
        {text}
      </span>
    </span>
  );
}
