/** Log-in. A second factor is asked for when the account has one. */
"use client";

import { useState } from "react";

import { Button, Field } from "@/design";
import { useSession, useSessionActs } from "@/session";
import { useTexts } from "@/texts";
import { entranceTexts } from "@/texts/entrance";

import { EntranceForm } from "./EntranceForm";
import { faultsOfLogIn } from "./faults";
import { PasswordField } from "./PasswordField";
import { useEntrance } from "./useEntrance";

export function LogInPage() {
  const t = useTexts(entranceTexts);
  const session = useSession();
  const acts = useSessionActs();
  const [asksCode, setAsksCode] = useState(false);
  const { faults, busy, form, submit } = useEntrance(
    ({ username, password }) => faultsOfLogIn(username, password, t.errors),
    ({ username, password, totp }) => acts.logIn({ username, password, ...(totp !== "" && { totp }) }),
  );
  if (faults.totp !== undefined && !asksCode) {
    setAsksCode(true);
  }
  const ended = session.status === "anonymous" && session.because === "ended" ? t.ended : undefined;
  return (
    <EntranceForm words={t.logIn} other="/signup" notice={ended} fault={faults.form} form={form} onSubmit={submit}>
      <Field
        label={t.username}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={faults.username}
      />
      <PasswordField autoComplete="current-password" required error={faults.password} />
      {asksCode && (
        <Field
          label={t.totp}
          hint={t.totpHint}
          name="totp"
          inputMode="numeric"
          autoComplete="one-time-code"
          error={faults.totp}
        />
      )}
      <Button type="submit" kind="primary" wide busy={busy}>
        {t.logIn.submit}
      </Button>
    </EntranceForm>
  );
}
