/**
 * Asks before an exclusion: until when, what it means, and the player's name, typed. A try whose outcome is unknown is
 * sent again as it was, with its id.
 */
"use client";

import { useState, type SubmitEvent } from "react";

import { asProblem } from "@/api/problem";
import { Button, Dialog, Field } from "@/design";
import { useAsk } from "@/reading/useAsk";
import { useSession } from "@/session";
import { useFaultText } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";
import { frameTexts } from "@/texts/frame";

import styles from "./ExclusionDialog.module.css";

export interface Wanted {
  /** Unix ms. */
  readonly until: number;
  /** Of the command: the same for every try. */
  readonly id: string;
}

interface Props {
  readonly wanted: Wanted | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ExclusionDialog({ wanted, onClose, onDone }: Props) {
  const { exclusion: t, cancel } = useTexts(accountTexts);
  const frame = useTexts(frameTexts);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      open={wanted !== null}
      onClose={onClose}
      title={t.confirmTitle}
      closeLabel={frame.close}
      actions={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button type="submit" form="exclusion" kind="danger" busy={busy}>
            {t.confirm}
          </Button>
        </>
      }
    >
      {wanted && <Question wanted={wanted} onBusy={setBusy} onDone={onDone} />}
    </Dialog>
  );
}

interface QuestionProps {
  readonly wanted: Wanted;
  readonly onBusy: (busy: boolean) => void;
  readonly onDone: () => void;
}

function Question({ wanted, onBusy, onDone }: QuestionProps) {
  const { exclusion: t } = useTexts(accountTexts);
  const formats = useFormats();
  const session = useSession();
  const asked = useAsk();
  const faultText = useFaultText();
  const [typed, type] = useState("");
  const [fault, setFault] = useState<string>();
  const name = session.status === "member" ? session.user.username : "";
  const confirm = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (typed.trim() !== name) {
      setFault(t.typedWrong);
      return;
    }
    onBusy(true);
    setFault(undefined);
    const headers = { "Idempotency-Key": wanted.id };
    asked("/api/users/me/exclusion", { method: "POST", body: { until: wanted.until }, headers })
      .then(onDone)
      .catch((error: unknown) => {
        const problem = asProblem(error);
        setFault(problem.code === "invalid_payload" ? t.noLonger : faultText(problem));
      })
      .finally(() => onBusy(false));
  };
  return (
    <form id="exclusion" className={styles.form} noValidate onSubmit={confirm}>
      <p className={styles.until}>{t.until(formats.fullMoment(wanted.until))}</p>
      <ul>
        {t.what.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Field
        label={t.typed(name)}
        name="confirmation"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => type(event.target.value)}
        error={fault}
      />
    </form>
  );
}
