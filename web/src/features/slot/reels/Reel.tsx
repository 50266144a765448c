/** One strip, with the symbols of its end above its beginning and the other way round, so that it can turn for ever. */
import { memo } from "react";

import { SlotSymbol } from "../symbols/SlotSymbol";
import styles from "./Reels.module.css";

interface Props {
  readonly strip: readonly string[];
  readonly rows: number;
}

/** As many symbols stand on a reel: its strip, the window once more, and one above and below it. */
export const placesOf = (length: number, rows: number): number => length + rows + 2;

export const Reel = memo(function Reel({ strip, rows }: Props) {
  return (
    <div className={styles.reel} data-testid="slot-reel">
      <div className={styles.strip}>
        {Array.from({ length: placesOf(strip.length, rows) }, (_, place) => {
          const symbol = strip[(place - 1 + strip.length) % strip.length] ?? "";
          return (
            <span key={place} className={styles.place} data-symbol={symbol}>
              <SlotSymbol symbol={symbol} className={styles.symbol} />
            </span>
          );
        })}
      </div>
    </div>
  );
});
