/** The screen that a player begins at: what they have, what they can do, how they have done. All of it is live. */
"use client";

import type { components } from "@/api/schema";
import { Skeleton } from "@/design";
import type { PlayedRound } from "@/features/history/shapes";
import { EventMissionPanel } from "@/features/missions/EventMissionPanel";
import { StreakCard } from "@/features/streak/StreakCard";
import { Screen } from "@/frame/Screen";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";
import { useGold, useProfile, useStats } from "@/sync";
import { useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import { BalanceCard } from "./BalanceCard";
import styles from "./DashboardPage.module.css";
import { LastRounds } from "./LastRounds";
import { QuickGames } from "./QuickGames";
import { StatisticsCard } from "./StatisticsCard";

const ROUNDS = 8;

export function DashboardPage() {
  const t = useTexts(dashboardTexts);
  const get = useGet();
  const { reading } = useReading("economy", (signal) =>
    get<components["schemas"]["EconomyRules"]>("/api/economy", signal),
  );
  const tiers = reading.status === "ready" ? reading.value.tiers : null;
  return (
    <Screen title={t.title}>
      <div className={styles.grid}>
        <Balance tiers={tiers} />
        <QuickGames />
        <div className={styles.side}>
          <StreakCard tiers={tiers} />
        </div>
        <EventMissionPanel />
        <div className={styles.below}>
          <StatisticsCard />
          <Rounds />
        </div>
      </div>
    </Screen>
  );
}

function Balance({ tiers }: { readonly tiers: readonly components["schemas"]["Tier"][] | null }) {
  const gold = useGold();
  const profile = useProfile();
  if (gold === undefined || profile === undefined) {
    return <Skeleton shape="box" className={styles.balance} />;
  }
  const { gems, xp, tier, shards, debts } = profile;
  return (
    <BalanceCard
      profile={{ gold: gold.amount, gems, xp, tier, shards, debts }}
      optimistic={gold.optimistic}
      tiers={tiers}
    />
  );
}

function Rounds() {
  const get = useGet();
  const played = useStats()?.games_played;
  const { reading, reload } = useReading(
    "rounds",
    async (signal) => {
      const page = await get<{ readonly items: readonly PlayedRound[] }>(`/api/games/history?limit=${ROUNDS}`, signal);
      return page.items;
    },
    played,
  );
  return <LastRounds reading={reading} onRetry={reload} />;
}
