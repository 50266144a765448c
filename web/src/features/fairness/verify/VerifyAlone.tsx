/** How to verify a round without this page: its record and rules as files, and the command for the script. */
"use client";

import { Button } from "@/design";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";

import type { RoundRecord } from "../proof/record";
import { Formula } from "../steps/Formula";
import styles from "./VerifyAlone.module.css";

interface Props {
  readonly record: RoundRecord;
  readonly answer: unknown;
  /** Null: there are none. */
  readonly rules: unknown;
}

export function VerifyAlone({ record, answer, rules }: Props) {
  const t = useTexts(fairnessTexts);
  const hasRules = rules !== null && rules !== undefined;
  const noted = record.kind === "solo" ? "--commitment" : "--terminating-hash";
  return (
    <details className={styles.alone}>
      <summary>{t.alone.title}</summary>
      <p>{t.alone.text}</p>
      <div className={styles.acts}>
        <Button size="s" onClick={() => download("round.json", answer)}>
          {t.alone.record}
        </Button>
        {hasRules && (
          <Button size="s" onClick={() => download("rules.json", rules)}>
            {t.alone.rules}
          </Button>
        )}
      </div>
      <p>{t.alone.command}</p>
      <Formula>{`python3 docs/verify/verify_round.py round.json ${hasRules ? "rules.json " : ""}${noted} HASH`}</Formula>
      <p>{t.alone.noted}</p>
    </details>
  );
}

function download(name: string, content: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
