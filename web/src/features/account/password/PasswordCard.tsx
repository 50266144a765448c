/** Changes the password. Every other session ends with it, which the form says before. */
"use client";

import { useEffect, useRef, useState, type SubmitEvent } from "react";

import { asProblem } from "@/api/problem";
import { Button, Card, toasts } from "@/design";
import { PasswordField } from "@/features/entrance/PasswordField";
import { useAsk } from "@/reading/useAsk";
import { useSession } from "@/session";
import { useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";
import { entranceTexts } from "@/texts/entrance";

import { sessionsHaveChanged } from "../sessions/useSessions";
import { faultsOfChange, faultsOfRefusedChange, type ChangeFaults } from "./faults";
import styles from "./PasswordCard.module.css";

function typedIn(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}

function useChange() {
  const { password: t } = useTexts(accountTexts);
  const { errors } = useTexts(entranceTexts);
  const asked = useAsk();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<ChangeFaults>({});
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("[aria-invalid]")?.focus();
  }, [faults]);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sent = event.currentTarget;
    const [current, next] = [typedIn(sent, "current"), typedIn(sent, "next")];
    const found = faultsOfChange(current, next, t, errors);
    setFaults(found);
    if (busy || found.current !== undefined || found.next !== undefined) {
      return;
    }
    setBusy(true);
    asked("/api/auth/password", { method: "POST", body: { current, new: next } })
      .then(() => {
        sent.reset();
        sessionsHaveChanged();
        toasts.add({ key: "password", tone: "info", title: t.saved, text: t.savedText });
      })
      .catch((error: unknown) => setFaults(faultsOfRefusedChange(asProblem(error), t, errors)))
      .finally(() => setBusy(false));
  };
  return { faults, busy, form, submit };
}

export function PasswordCard() {
  const { password: t } = useTexts(accountTexts);
  const session = useSession();
  const { faults, busy, form, submit } = useChange();
  return (
    <Card title={t.title}>
      <form ref={form} method="post" className={styles.form} noValidate onSubmit={submit}>
        {/* For password managers: whose password this is. */}
        <input
          className="only-read"
          name="username"
          autoComplete="username"
          value={session.status === "member" ? session.user.username : ""}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <PasswordField
          label={t.current}
          name="current"
          autoComplete="current-password"
          required
          error={faults.current}
        />
        <PasswordField
          label={t.next}
          name="next"
          autoComplete="new-password"
          required
          hint={t.nextHint}
          error={faults.next}
        />
        {faults.form && (
          <p className={styles.fault} role="alert">
            {faults.form}
          </p>
        )}
        <p className={styles.hint}>{t.ends}</p>
        <div>
          <Button type="submit" kind="primary" busy={busy}>
            {t.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}
