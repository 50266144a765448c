/** A line of a computation, in digits that stand below each other. Digits and signs are the same in every language. */
import type { ReactNode } from "react";

import styles from "./Formula.module.css";

export function Formula({ children }: { readonly children: ReactNode }) {
  return <code className={styles.formula}>{children}</code>;
}
