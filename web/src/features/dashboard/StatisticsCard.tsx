/** Statistics: figures, and pictures that are loaded when they are shown. */
"use client";

import { lazy, Suspense, useState } from "react";

import type { components } from "@/api/schema";
import { Card, Segmented, ErrorState, Skeleton } from "@/design";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";
import { useStats } from "@/sync";
import { useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import { goldSeries } from "./gold-series";
import { resultsByGame, shownStats } from "./shapes";
import styles from "./StatisticsCard.module.css";
import { StatTiles } from "./StatTiles";

const GoldOverTime = lazy(() => import("./GoldOverTime").then(({ GoldOverTime: part }) => ({ default: part })));
const ResultsByGame = lazy(() => import("./ResultsByGame").then(({ ResultsByGame: part }) => ({ default: part })));

const ENTRIES = 200;
/** The line is read again after this many rounds: each round is at its end already. */
const ROUNDS_PER_READING = 5;

export function StatisticsCard() {
  const t = useTexts(dashboardTexts);
  const stats = useStats();
  const [view, show] = useState<"gold" | "games">("gold");
  return (
    <Card title={t.statistics}>
      <div className={styles.stack}>
        {stats ? <StatTiles stats={shownStats(stats)} /> : <Skeleton lines={2} />}
        <Segmented
          label={t.view}
          value={view}
          onChange={show}
          options={[
            { value: "gold", label: t.goldOverTime },
            { value: "games", label: t.resultsByGame },
          ]}
        />
        <div className={styles.picture}>
          <Suspense fallback={<Skeleton shape="box" />}>
            {view === "gold" ? (
              <Gold played={stats?.games_played ?? 0} />
            ) : (
              <ResultsByGame results={stats ? resultsByGame(stats) : []} />
            )}
          </Suspense>
        </div>
      </div>
    </Card>
  );
}

function Gold({ played }: { readonly played: number }) {
  const get = useGet();
  const t = useTexts(dashboardTexts);
  const { reading, reload } = useReading(
    "gold",
    (signal) => get<components["schemas"]["LedgerPage"]>(`/api/users/me/ledger?currency=gold&limit=${ENTRIES}`, signal),
    Math.ceil(played / ROUNDS_PER_READING),
  );
  switch (reading.status) {
    case "ready":
      return <GoldOverTime points={goldSeries(reading.value.items)} />;
    case "failed":
      return (
        <ErrorState title={t.failed} retry={reload} retryLabel={t.retry}>
          {t.failedText}
        </ErrorState>
      );
    case "loading":
      return <Skeleton shape="box" />;
  }
}
