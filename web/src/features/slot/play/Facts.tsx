/** The published figures of a machine, beside the game and not only in a dialog. */
"use client";

import { Card } from "@/design";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { atLeast } from "../machine/shares";
import { swingOf } from "../machine/swing";
import styles from "./Facts.module.css";

export function Facts({ machine }: { readonly machine: SlotMachine }) {
  const t = useTexts(slotTexts);
  const { language } = useLanguage();
  const { number, percent } = useFormats();
  const facts = [
    [t.returns, t.returnsValue(atLeast(machine.rtp_min, language))],
    [t.hits, percent(machine.hit_rate)],
    [t.swing, t.swings[swingOf(machine.volatility)]],
    [t.linesCount, number(machine.lines.length)],
  ] as const;
  return (
    <Card title={t.facts}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.fair}>{t.fair}</p>
    </Card>
  );
}
