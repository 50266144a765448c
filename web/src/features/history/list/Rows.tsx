/** Rows of a list on a phone: what and when on the left, how much and what it came to on the right. */
import type { ReactNode } from "react";

import styles from "./Rows.module.css";

export interface RowShown {
  readonly key: string;
  readonly what: ReactNode;
  readonly when: ReactNode;
  readonly amount: ReactNode;
  readonly detail: ReactNode;
  readonly act?: ReactNode;
}

export function Rows({ label, rows }: { readonly label: string; readonly rows: readonly RowShown[] }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {rows.map(({ key, what, when, amount, detail, act }) => (
        <li key={key} className={styles.row} data-row={key}>
          <div className={styles.side}>
            <p className={styles.main}>{what}</p>
            <p className={styles.more}>{when}</p>
          </div>
          <div className={styles.figures}>
            <p className={styles.main}>{amount}</p>
            <p className={styles.more}>{detail}</p>
          </div>
          {act}
        </li>
      ))}
    </ul>
  );
}
