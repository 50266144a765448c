/** There is no such page. */
"use client";

import { ButtonLink, EmptyState } from "@/design";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { GuestHeader } from "./GuestHeader";

export function NotFoundScreen() {
  const t = useTexts(frameTexts);
  return (
    <>
      <title>{`${t.notFound} · Pitboss`}</title>
      <GuestHeader doors={false} />
      <main>
        <h1 className="only-read">{t.notFound}</h1>
        <EmptyState
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
