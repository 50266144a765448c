/** The bar at the top for somebody who is not logged in. */
"use client";

import { ButtonLink } from "@/design";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { Brand } from "./Brand";
import styles from "./GuestHeader.module.css";
import { LanguageSwitch } from "./LanguageSwitch";

export function GuestHeader({ doors = true }: { readonly doors?: boolean }) {
  const t = useTexts(frameTexts);
  return (
    <header className={styles.header}>
      <Brand />
      <div className={styles.right}>
        <LanguageSwitch />
        {doors && (
          <>
            <ButtonLink href="/login" kind="quiet" className={styles.logIn}>
              {t.logIn}
            </ButtonLink>
            <ButtonLink href="/signup" kind="primary" className={styles.signUp}>
              {t.signUp}
            </ButtonLink>
          </>
        )}
      </div>
    </header>
  );
}
