/** What a spin pays: its lines, its scatters, the factor of free spins, and the free spins that it gives. */
"use client";

import { useFormats, useTexts } from "@/texts";
import { proofTexts } from "@/texts/proof";

import type { SpinStep } from "../proof/derivation";
import styles from "./SpinPays.module.css";

export function SpinPays({ step }: { readonly step: SpinStep }) {
  const t = useTexts(proofTexts);
  const f = useFormats();
  const rows = step.lines.map(({ line, symbol, length, hundredths }) => ({
    name: t.spin.line(line + 1, symbol, length),
    pays: f.multiplier(hundredths / 100),
  }));
  if (step.scatterHundredths > 0 || step.freeSpins > 0) {
    rows.push({ name: t.spin.scatters(step.scatters), pays: f.multiplier(step.scatterHundredths / 100) });
  }
  if (rows.length === 0) return <p>{t.spin.nothing}</p>;
  return (
    <>
      <ul className={styles.pays}>
        {rows.map(({ name, pays }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="number">{pays}</span>
          </li>
        ))}
      </ul>
      {step.multiplier > 1 && <p>{t.spin.times(step.multiplier)}</p>}
      {step.freeSpins > 0 && <p>{t.spin.freeSpins(step.freeSpins)}</p>}
    </>
  );
}
