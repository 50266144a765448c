/** Opens the proof of a round: the browser verifies it there and then. */
"use client";

import { FairnessIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import styles from "./ProofChip.module.css";

interface Props {
  /** What a screen reader hears: which round it is. */
  readonly label: string;
  readonly onOpen: () => void;
}

export function ProofChip({ label, onOpen }: Props) {
  const t = useTexts(historyTexts);
  return (
    <button type="button" aria-label={label} aria-haspopup="dialog" className={styles.chip} onClick={onOpen}>
      <FairnessIcon size={16} />
      {t.proof}
    </button>
  );
}
