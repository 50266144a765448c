/** Events and missions: what they are by REST, how far they are by the pushes. Joining and claiming shows at once. */
"use client";

import type { EventState } from "@pitboss/client";
import { useState } from "react";

import { useNow } from "@/clock/useNow";
import { Badge, Card, EmptyState, ErrorState, Skeleton } from "@/design";
import { useAct } from "@/reading/useAct";
import { useGet } from "@/reading/useAsk";
import { useReading, type Reading } from "@/reading/useReading";
import { useEvents } from "@/sync";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";
import { missionTexts } from "@/texts/missions";

import styles from "./EventMissionPanel.module.css";
import { claimableCount, inOrder, listed } from "./mission-state";
import { MissionRow } from "./MissionRow";
import type { ActiveEvents } from "./shapes";

const NONE: Readonly<Record<string, EventState>> = {};
/** Windows open and close by the minute: nobody sees a second of it. */
const MINUTE_MS = 60_000;

export function EventMissionPanel() {
  const t = useTexts(missionTexts);
  const pushed = useEvents() ?? NONE;
  const get = useGet();
  // Missions that come and go change the ids: then the list is read again.
  const ids = Object.keys(pushed).toSorted().join(" ");
  const { reading, reload } = useReading("events", (signal) => get<ActiveEvents>("/api/events/active", signal), ids);
  const ready = claimableCount(pushed);
  return (
    <Card
      title={t.title}
      padding="none"
      aside={
        <span data-testid="missions-ready" data-count={ready}>
          {ready > 0 && <Badge tone="gold">{t.ready(ready)}</Badge>}
        </span>
      }
    >
      <Content reading={reading} pushed={pushed} onRetry={reload} />
    </Card>
  );
}

interface ContentProps {
  readonly reading: Reading<ActiveEvents>;
  readonly pushed: Readonly<Record<string, EventState>>;
  readonly onRetry: () => void;
}

function Content({ reading, pushed, onRetry }: ContentProps) {
  const t = useTexts(missionTexts);
  const shared = useTexts(dashboardTexts);
  if (reading.status === "loading") {
    return <Skeleton className={styles.loading} lines={6} />;
  }
  if (reading.status === "failed") {
    return (
      <ErrorState title={shared.failed} retry={onRetry} retryLabel={shared.retry}>
        {shared.failedText}
      </ErrorState>
    );
  }
  if (reading.value.events.length === 0) {
    return <EmptyState title={t.empty}>{t.emptyText}</EmptyState>;
  }
  const ids = reading.value.events.map(({ event_id }) => event_id).join(" ");
  return <Missions key={ids} missions={reading.value} pushed={pushed} />;
}

function Missions({ missions, pushed }: { readonly missions: ActiveEvents } & Pick<ContentProps, "pushed">) {
  const t = useTexts(missionTexts);
  const { number } = useFormats();
  const { language } = useLanguage();
  const { busy, act } = useAct<string>();
  const now = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  const shown = listed(missions.events, pushed, now);
  const [order] = useState(() => shown.map(({ mission }) => mission.event_id));
  const titleOf = (id: string) => missions.events.find(({ event_id }) => event_id === id)?.title[language] ?? id;
  const busyWith = (id: string) => (busy === `join ${id}` ? "join" : busy === `claim ${id}` ? "claim" : null);
  return (
    <ul className={styles.list} aria-label={t.title} data-missions={number(missions.events.length)}>
      {inOrder(shown, order).map((each) => (
        <MissionRow
          key={each.mission.event_id}
          listed={each}
          titleOf={titleOf}
          busy={busyWith(each.mission.event_id)}
          onAct={(name) => {
            const event_id = each.mission.event_id;
            void act(`${name} ${event_id}`, name === "join" ? "event.join" : "event.claim", { event_id });
          }}
        />
      ))}
    </ul>
  );
}
