/** Where the player is logged in: each session with its device, and a way to end it. */
"use client";

import { useState } from "react";

import { asProblem } from "@/api/problem";
import { Button, Card, ErrorState, Skeleton, toasts } from "@/design";
import { useAsk } from "@/reading/useAsk";
import { useFaultText } from "@/sync";
import { useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import { SessionRow } from "./SessionRow";
import styles from "./SessionsCard.module.css";
import { sessionsHaveChanged, useSessions, type SessionView } from "./useSessions";

const ALL = "all";

/** Ends sessions one after the other; `ending` is the id of the one, or ALL. */
function useEnding() {
  const { sessions: t } = useTexts(accountTexts);
  const asked = useAsk();
  const faultText = useFaultText();
  const [ending, setEnding] = useState<string | null>(null);
  const endOne = async (id: string) => {
    try {
      await asked(`/api/auth/sessions/${id}`, { method: "DELETE" });
    } catch (error) {
      if (asProblem(error).status !== 404) {
        throw error;
      }
      // It has ended already.
    }
  };
  const end = async (name: string, ended: readonly SessionView[], title: string) => {
    setEnding(name);
    try {
      for (const { id } of ended) {
        await endOne(id);
      }
      toasts.add({ key: "sessions", tone: "info", title });
    } catch (error) {
      toasts.add({ key: "sessions", tone: "error", title: `${t.notEnded} ${faultText(asProblem(error))}` });
    }
    setEnding(null);
    sessionsHaveChanged();
  };
  return { ending, end };
}

export function SessionsCard() {
  const { sessions: t, ...words } = useTexts(accountTexts);
  const { reading, reload } = useSessions();
  const { ending, end } = useEnding();
  const others = reading.status === "ready" ? reading.value.filter(({ current }) => !current) : [];
  return (
    <Card
      title={t.title}
      padding="none"
      aside={
        others.length > 0 && (
          <Button size="s" busy={ending === ALL} onClick={() => void end(ALL, others, t.othersEnded(others.length))}>
            {t.endOthers}
          </Button>
        )
      }
    >
      {reading.status === "loading" && <Skeleton className={styles.loading} lines={3} />}
      {reading.status === "failed" && (
        <ErrorState title={t.failed} retry={reload} retryLabel={words.retry}>
          {words.failedText}
        </ErrorState>
      )}
      {reading.status === "ready" && (
        <ul className={styles.list} aria-label={t.list}>
          {reading.value.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={ending === session.id}
              onEnd={() => void end(session.id, [session], t.ended)}
            />
          ))}
        </ul>
      )}
      {others.length > 0 && <p className={styles.hint}>{t.hint}</p>}
    </Card>
  );
}
