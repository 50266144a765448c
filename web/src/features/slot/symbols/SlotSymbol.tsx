/** A symbol as a picture. One that the app has no drawing for is shown by its name: machines are data. */
import { memo } from "react";

import { DRAWINGS } from "./drawings";
import styles from "./drawings.module.css";

const LETTERS_MAX = 5;

export const SlotSymbol = memo(function SlotSymbol({
  symbol,
  className,
}: {
  readonly symbol: string;
  readonly className?: string;
}) {
  return (
    <svg className={className} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      {DRAWINGS[symbol] ?? (
        <text x="32" y="38" className={styles.plain}>
          {symbol.slice(0, LETTERS_MAX)}
        </text>
      )}
    </svg>
  );
});
