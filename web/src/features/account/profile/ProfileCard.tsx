/** Who the player is: name, id for support, since when; and the way out. */
"use client";

import type { components } from "@/api/schema";
import { Button, Card, ErrorState, Skeleton } from "@/design";
import { LogOutIcon } from "@/design/icons";
import { CopyButton } from "@/features/fairness/CopyButton";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";
import { useSessionActs } from "@/session";
import { useFormats, useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import { LogOutEverywhere } from "./LogOutEverywhere";
import styles from "./ProfileCard.module.css";

type Me = components["schemas"]["Me"];

export function ProfileCard() {
  const { profile: t, ...words } = useTexts(accountTexts);
  const acts = useSessionActs();
  const get = useGet();
  const { reading, reload } = useReading("me", (signal) => get<Me>("/api/auth/me", signal));
  return (
    <Card title={t.title}>
      <div className={styles.stack}>
        {reading.status === "loading" && <Skeleton lines={4} className={styles.loading} />}
        {reading.status === "failed" && (
          <ErrorState title={words.failed} retry={reload} retryLabel={words.retry}>
            {words.failedText}
          </ErrorState>
        )}
        {reading.status === "ready" && <Facts me={reading.value} />}
        <div className={styles.acts}>
          <Button icon={<LogOutIcon size={18} />} onClick={() => void acts.logOut()}>
            {t.logOut}
          </Button>
          <LogOutEverywhere />
        </div>
      </div>
    </Card>
  );
}

function Facts({ me }: { readonly me: Me }) {
  const { profile: t } = useTexts(accountTexts);
  const formats = useFormats();
  return (
    <>
      <p className={styles.name}>{me.username}</p>
      <dl className={styles.facts}>
        <div>
          <dt>{t.since}</dt>
          <dd>{formats.date(me.created_at)}</dd>
        </div>
        <div>
          <dt>{t.id}</dt>
          <dd className={styles.id}>
            <code>{me.id}</code>
            <CopyButton text={me.id} what={t.id} />
          </dd>
        </div>
      </dl>
      <p className={styles.hint}>{t.idHint}</p>
    </>
  );
}
