/** Verifies any round: by its id, from the last rounds, or the one that the address names. */
"use client";

import { useState, type SubmitEvent } from "react";

import { Button, Card, Field } from "@/design";
import { useSession } from "@/session";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";

import { RecentRounds } from "./RecentRounds";
import { VerifiedRound } from "./VerifiedRound";
import styles from "./VerifyCard.module.css";

interface Props {
  /** The round that the address names; empty: none. */
  readonly roundId: string;
  /** How often the seeds were changed since the page was opened: each time more is revealed. */
  readonly rotations: number;
  readonly onChoose: (roundId: string) => void;
}

export function VerifyCard({ roundId, rotations, onChoose }: Props) {
  const t = useTexts(fairnessTexts);
  const session = useSession();
  const [wrong, setWrong] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = new FormData(event.currentTarget).get("round");
    const id = typeof wanted === "string" ? wanted.trim() : "";
    setWrong(id === "");
    if (id !== "") onChoose(id);
  };
  return (
    <Card title={t.verify.title}>
      <div className={styles.verify}>
        <form className={styles.form} onSubmit={submit} noValidate>
          <Field
            key={roundId}
            name="round"
            label={t.verify.field}
            hint={t.verify.hint}
            error={wrong ? t.verify.empty : undefined}
            defaultValue={roundId}
            autoComplete="off"
            spellCheck={false}
            maxLength={128}
          />
          <Button type="submit" kind="primary">
            {t.verify.act}
          </Button>
        </form>
        {session.status === "member" && <RecentRounds onChoose={onChoose} />}
        {roundId !== "" && <VerifiedRound key={rotations} roundId={roundId} />}
      </div>
    </Card>
  );
}
