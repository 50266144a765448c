/** The wins of the spin that has landed, one beside the other; one that is pointed at is shown alone over the reels. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { scattersCount, type Spin } from "../round/round";
import { useNames } from "../symbols/names";
import { SlotSymbol } from "../symbols/SlotSymbol";
import styles from "./WinList.module.css";

interface Props {
  readonly machine: SlotMachine;
  readonly spin: Spin | undefined;
  /** Look at one line of the spin alone, or at all. */
  readonly onLook: (index: number | undefined) => void;
}

export function WinList({ machine, spin, onLook }: Props) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const { multiplier } = useFormats();
  return (
    <ul className={styles.wins} aria-label={t.wins} data-testid="slot-wins">
      {spin?.lines.map(({ line, symbol, length, cents }, index) => (
        <li key={line}>
          <button
            type="button"
            className={styles.win}
            data-line={line}
            onMouseEnter={() => onLook(index)}
            onMouseLeave={() => onLook(undefined)}
            onFocus={() => onLook(index)}
            onBlur={() => onLook(undefined)}
          >
            <span className={styles.line}>{t.line(line + 1)}</span>
            <SlotSymbol symbol={symbol} className={styles.symbol} />
            <span className="only-read">{t.run(length, names.symbol(symbol))}</span>
            <span aria-hidden="true">×{length}</span>
            <span className={styles.pays}>{multiplier((cents * spin.multiplier) / 100)}</span>
          </button>
        </li>
      ))}
      {spin && machine.scatter !== null && scattersCount(spin) && (
        <li className={styles.win}>
          <SlotSymbol symbol={machine.scatter} className={styles.symbol} />
          <span className="only-read">{t.scatters(spin.scatters, names.symbol(machine.scatter))}</span>
          <span aria-hidden="true">×{spin.scatters}</span>
          {spin.scatterHundredths > 0 && (
            <span className={styles.pays}>{multiplier((spin.scatterHundredths * spin.multiplier) / 100)}</span>
          )}
        </li>
      )}
    </ul>
  );
}
