/** One session: device, address, when it was last used. */
"use client";

import { Badge, Button } from "@/design";
import { useNow } from "@/clock/useNow";
import { useFormats, useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import { deviceOf } from "./device";
import styles from "./SessionsCard.module.css";
import type { SessionView } from "./useSessions";

interface Props {
  readonly session: SessionView;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function useDeviceName(client: string): string {
  const { sessions: t } = useTexts(accountTexts);
  const { kind, browser, system } = deviceOf(client);
  return kind === "program" ? t.app : t.device(browser ?? t.unknownBrowser, system ?? t.unknownSystem);
}

export function SessionRow({ session, busy, onEnd }: Props) {
  const { sessions: t } = useTexts(accountTexts);
  const formats = useFormats();
  const device = useDeviceName(session.client);
  return (
    <li className={styles.row} data-session={session.id}>
      <div className={styles.words}>
        <p className={styles.device}>
          {device} {session.current && <Badge tone="accent">{t.current}</Badge>}
        </p>
        <p className={styles.more}>
          <Seen at={session.refreshed_at} /> · {session.address}
        </p>
        <p className={styles.more}>{t.since(formats.moment(session.created_at))}</p>
      </div>
      {!session.current && (
        <Button size="s" busy={busy} aria-label={t.endOf(device)} onClick={onEnd}>
          {t.end}
        </Button>
      )}
    </li>
  );
}

function Seen({ at }: { readonly at: number }) {
  const { sessions: t } = useTexts(accountTexts);
  const formats = useFormats();
  return t.seen(formats.relative(at, Math.max(at, useNow())));
}
