/** What a record says, and what it comes to instead. */
"use client";

import type { Difference } from "../proof/derivation";
import { useTexts } from "@/texts";
import { claimTexts } from "@/texts/claims";
import { proofTexts } from "@/texts/proof";

import styles from "./Differences.module.css";

export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  const t = useTexts(proofTexts);
  const claims = useTexts(claimTexts);
  if (differences.length === 0) return null;
  return (
    <ul className={styles.list}>
      {differences.map((difference, index) => (
        <li key={index} className={styles.difference}>
          <strong>{claims[difference.claim]}</strong>
          <dl className={styles.both}>
            <dt>{t.recorded}</dt>
            <dd>
              <code>{difference.recorded}</code>
            </dd>
            <dt>{t.computed}</dt>
            <dd>
              <code>{difference.computed}</code>
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
