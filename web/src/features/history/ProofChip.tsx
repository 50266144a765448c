/** Leads to the proof of a round: the round can be checked in the browser there. */
import Link from "next/link";

import { FairnessIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import styles from "./ProofChip.module.css";

export function ProofChip({ roundId, label }: { readonly roundId: string; readonly label: string }) {
  const t = useTexts(historyTexts);
  return (
    <Link href={`/fairness?round=${encodeURIComponent(roundId)}`} aria-label={label} className={styles.chip}>
      <FairnessIcon size={16} />
      {t.proof}
    </Link>
  );
}
