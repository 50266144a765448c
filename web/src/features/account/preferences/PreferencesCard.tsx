/** Language, which the whole app follows at once, and the time zone that ends the player's day. */
"use client";

import { Card } from "@/design";
import { LanguageSwitch } from "@/frame/LanguageSwitch";
import { useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import styles from "./PreferencesCard.module.css";
import { TimeZoneChoice } from "./TimeZoneChoice";

export function PreferencesCard() {
  const { preferences: t } = useTexts(accountTexts);
  return (
    <Card title={t.title}>
      <div className={styles.stack}>
        <div>
          <p className={styles.label}>{t.language}</p>
          <LanguageSwitch />
        </div>
        <TimeZoneChoice />
      </div>
    </Card>
  );
}
