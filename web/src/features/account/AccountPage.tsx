/** The account: who the player is, where they are logged in, what they prefer, and a pause from play. */
"use client";

import { Screen } from "@/frame/Screen";
import { useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import styles from "./AccountPage.module.css";
import { ExclusionCard } from "./exclusion/ExclusionCard";
import { PasswordCard } from "./password/PasswordCard";
import { PreferencesCard } from "./preferences/PreferencesCard";
import { ProfileCard } from "./profile/ProfileCard";
import { SessionsCard } from "./sessions/SessionsCard";

export function AccountPage() {
  const t = useTexts(accountTexts);
  return (
    <Screen title={t.title}>
      <div className={styles.grid}>
        <div className={styles.column}>
          <ProfileCard />
          <PreferencesCard />
          <PasswordCard />
        </div>
        <div className={styles.column}>
          <SessionsCard />
          <ExclusionCard />
        </div>
      </div>
    </Screen>
  );
}
