/** What the wild, the scatter and free spins do. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { useNames } from "../symbols/names";
import { SlotSymbol } from "../symbols/SlotSymbol";
import { scatterRows } from "./pay-rows";
import styles from "./SpecialSymbols.module.css";

function Scatter({ machine, symbol }: { readonly machine: SlotMachine; readonly symbol: string }) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const { number, multiplier } = useFormats();
  return (
    <li className={styles.special}>
      <SlotSymbol symbol={symbol} className={styles.picture} />
      <div>
        <p>{t.scatter(names.symbol(symbol))}</p>
        <ul className={styles.counts}>
          {scatterRows(machine.scatter_pays, machine.free_spins).map(({ count, hundredths, freeSpins }) => (
            <li key={count}>
              <span>{t.of(count)}</span>
              <span>{hundredths > 0 ? multiplier(hundredths / 100) : ""}</span>
              <span>{freeSpins > 0 ? t.gives(freeSpins) : ""}</span>
            </li>
          ))}
        </ul>
        {machine.free_spins_max > 0 && (
          <p className={styles.rules}>
            {t.freeRules(number(machine.free_spins_multiplier), number(machine.free_spins_max))}
          </p>
        )}
      </div>
    </li>
  );
}

export function SpecialSymbols({ machine }: { readonly machine: SlotMachine }) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const { wild, scatter } = machine;
  if (wild === null && scatter === null) {
    return null;
  }
  return (
    <section className={styles.specials}>
      <h3>{t.special}</h3>
      <ul className={styles.list}>
        {wild !== null && (
          <li className={styles.special}>
            <SlotSymbol symbol={wild} className={styles.picture} />
            <p>{t.wild(names.symbol(wild), scatter === null ? null : names.symbol(scatter))}</p>
          </li>
        )}
        {scatter !== null && <Scatter machine={machine} symbol={scatter} />}
      </ul>
    </section>
  );
}
