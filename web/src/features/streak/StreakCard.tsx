/** The streak of the player, live, with its acts. */
"use client";

import type { components } from "@/api/schema";
import { Card, Skeleton, toasts } from "@/design";
import { useAct } from "@/reading/useAct";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";
import { useProfile, useStreak } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { streakTexts } from "@/texts/streak";

import { shownStreak } from "./shapes";
import { StreakView, type StreakAct } from "./StreakView";

type Schemas = components["schemas"];

const DAYS_READ = 42;
const WHOLE_PERCENT = 100;

interface Props {
  /** The tiers as they are published; null while they are loading. */
  readonly tiers: readonly Schemas["Tier"][] | null;
}

export function StreakCard({ tiers }: Props) {
  const t = useTexts(streakTexts);
  const { number } = useFormats();
  const live = useStreak();
  const tier = useProfile()?.tier;
  const get = useGet();
  const { busy, act } = useAct<StreakAct>();
  const counted = `${live?.run ?? 0}/${live?.count ?? 0}`;
  const days = useReading(
    "days",
    (signal) => get<Schemas["StreakHistory"]>(`/api/streak/history?limit=${DAYS_READ}`, signal),
    counted,
  );
  const ladder = useReading("ladder", (signal) => get<Schemas["StreakRules"]>("/api/streak/ladder", signal));
  const failed = [days, ladder].filter(({ reading }) => reading.status === "failed");
  if (live === undefined) {
    return (
      <Card title={t.title}>
        <Skeleton shape="box" lines={4} />
      </Card>
    );
  }
  const acts: Record<StreakAct, () => Promise<void>> = {
    tick: async () => {
      await act("tick", "streak.tick", {});
    },
    claim: async () => {
      const paid = await act("claim", "streak.claim", { rung: live.next_claim?.rung ?? null });
      if (paid) {
        toasts.add({ key: "streak-claim", tone: "win", title: t.claimed(number(paid.paid.amount)) });
      }
    },
    protect: async () => {
      if (await act("protect", "streak.protect", {})) {
        toasts.add({ key: "streak-protect", tone: "info", title: t.freezeBought });
      }
    },
  };
  return (
    <StreakView
      streak={shownStreak(live)}
      days={days.reading.status === "ready" ? days.reading.value.items : null}
      ladder={ladder.reading.status === "ready" ? ladder.reading.value : null}
      onReadAgain={failed.length > 0 ? () => failed.forEach(({ reload }) => reload()) : undefined}
      percent={tiers?.find(({ name }) => name === tier)?.streak_percent ?? WHOLE_PERCENT}
      busy={busy}
      onAct={(name) => void acts[name]()}
    />
  );
}
