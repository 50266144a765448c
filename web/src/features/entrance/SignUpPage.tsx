/** Sign-up: a name and a password. The time zone and the language are those of the browser. */
"use client";

import { Button, Field } from "@/design";
import { useSessionActs } from "@/session";
import { useLanguage, useTexts } from "@/texts";
import { entranceTexts } from "@/texts/entrance";

import { EntranceForm } from "./EntranceForm";
import { faultsOfSignUp } from "./faults";
import { PasswordField } from "./PasswordField";
import { useEntrance } from "./useEntrance";

export function SignUpPage() {
  const t = useTexts(entranceTexts);
  const { language } = useLanguage();
  const acts = useSessionActs();
  const { faults, busy, form, submit } = useEntrance(
    ({ username, password }) => faultsOfSignUp(username, password, t.errors),
    ({ username, password }) => {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      return acts.signUp({ username, password, time_zone: zone, locale: language });
    },
  );
  return (
    <EntranceForm words={t.signUp} other="/login" fault={faults.form} form={form} onSubmit={submit}>
      <Field
        label={t.username}
        hint={t.usernameHint}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={faults.username}
      />
      <PasswordField autoComplete="new-password" required hint={t.passwordHint} error={faults.password} />
      <Button type="submit" kind="primary" wide busy={busy}>
        {t.signUp.submit}
      </Button>
    </EntranceForm>
  );
}
