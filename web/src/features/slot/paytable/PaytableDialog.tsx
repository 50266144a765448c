/** Everything that a machine promises: pays, special symbols, lines, and its return. */
"use client";

import { Dialog } from "@/design";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { atLeast } from "../machine/shares";
import { useNames } from "../symbols/names";
import { LineMaps } from "./LineMaps";
import styles from "./PaytableDialog.module.css";
import { PayTable } from "./PayTable";
import { ReturnHere } from "./ReturnHere";
import { SpecialSymbols } from "./SpecialSymbols";

interface Props {
  readonly machine: SlotMachine;
  readonly stake: number;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function PaytableDialog({ machine, stake, open, onClose }: Props) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const { language } = useLanguage();
  const { number, percent } = useFormats();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`${t.paytable} · ${names.machine(machine.id)}`}
      closeLabel={t.close}
      wide
    >
      <div className={styles.parts}>
        <section className={styles.part}>
          <h3>{t.pays}</h3>
          <p className={styles.hint}>{t.payHint(number(stake))}</p>
          <PayTable machine={machine} stake={stake} />
        </section>
        <SpecialSymbols machine={machine} />
        <section className={styles.part}>
          <h3>{t.lines}</h3>
          <p className={styles.hint}>{t.linesHint}</p>
          <LineMaps machine={machine} />
        </section>
        <section className={styles.part}>
          <h3>{t.returns}</h3>
          <p className={styles.hint}>
            {t.returnsWhy(atLeast(machine.rtp_min, language), percent(machine.hit_rate))}{" "}
            <ReturnHere machine={machine} stake={stake} />
            {t.fair} {t.version(number(machine.version))}
          </p>
        </section>
      </div>
    </Dialog>
  );
}
