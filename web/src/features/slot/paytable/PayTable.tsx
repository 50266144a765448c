/** What each symbol pays for a run from the left: times the stake, and in gold at the stake that is set. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { useNames } from "../symbols/names";
import { SlotSymbol } from "../symbols/SlotSymbol";
import { goldOf, lengthsOf, paysOf } from "./pay-rows";
import styles from "./PayTable.module.css";

interface Props {
  readonly machine: SlotMachine;
  readonly stake: number;
}

export function PayTable({ machine, stake }: Props) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const { number, multiplier } = useFormats();
  const lengths = lengthsOf(machine.paytable);
  return (
    <div className={styles.frame} role="region" aria-label={t.pays} tabIndex={0}>
      <table className={styles.table}>
        <caption className="only-read">{t.pays}</caption>
        <thead>
          <tr>
            <th scope="col">{t.symbol}</th>
            {lengths.map((length) => (
              <th key={length} scope="col" className={styles.number}>
                {t.of(length)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {paysOf(machine.paytable).map(({ symbol, pays }) => (
            <tr key={symbol}>
              <th scope="row">
                <span className={styles.symbol}>
                  <SlotSymbol symbol={symbol} className={styles.picture} />
                  {names.symbol(symbol)}
                </span>
              </th>
              {lengths.map((length) => {
                const hundredths = pays[length];
                return (
                  <td key={length} className={styles.number}>
                    {hundredths === undefined ? (
                      <span className={styles.gold}>–</span>
                    ) : (
                      <>
                        {multiplier(hundredths / 100)}
                        <span className={styles.gold}>{number(goldOf(stake, hundredths))}</span>
                      </>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
