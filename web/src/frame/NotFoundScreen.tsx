/** There is no such page. */
"use client";

import { ButtonLink, EmptyState } from "@/design";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { Mark } from "./Brand";
import { GuestHeader } from "./GuestHeader";
import styles from "./NotFoundScreen.module.css";

export function NotFoundScreen() {
  const t = useTexts(frameTexts);
  return (
    <>
      <title>{`${t.notFound} · Pitboss`}</title>
      <GuestHeader doors={false} />
      <main className={styles.main}>
        <h1 className="only-read">{t.notFound}</h1>
        <EmptyState
          icon={<Mark size={32} />}
          title={t.notFound}
          action={
            <ButtonLink href="/" kind="primary">
              {t.goHome}
            </ButtonLink>
          }
        >
          {t.notFoundWhy}
        </EmptyState>
      </main>
    </>
  );
}
