/** Tells screen readers how the round goes: its phases, and few multipliers on the way. */
"use client";

import { useEffect, useState } from "react";

import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";

import type { CrashGame } from "./game/crash-game";
import { useShown } from "./game/useShown";
import { hundredthsShown } from "./table/moment";

/** Multipliers that are said when the curve has passed them. */
const SAID = [200, 500, 1_000, 2_000, 5_000, 10_000] as const;
const LOOK_MS = 500;

function useMilestone(game: CrashGame, running: boolean): number {
  const [milestone, setMilestone] = useState(0);
  useEffect(() => {
    if (!running) return;
    const look = setInterval(() => {
      const hundredths = hundredthsShown(game.current().table, game.now());
      setMilestone(SAID.findLast((each) => each <= hundredths) ?? 0);
    }, LOOK_MS);
    return () => {
      clearInterval(look);
      setMilestone(0);
    };
  }, [game, running]);
  return milestone;
}

export function Announcer({ game }: { readonly game: CrashGame }) {
  const t = useTexts(crashTexts);
  const { multiplier } = useFormats();
  const stage = useShown(game, (shown) => shown.stage);
  const end = useShown(game, (shown) => shown.table.end);
  const milestone = useMilestone(game, stage === "running");
  const said = {
    unknown: "",
    betting: t.saidOpen,
    closing: "",
    running: milestone > 0 ? t.saidAt(multiplier(milestone / 100)) : t.saidRunning,
    crashed: end === null ? "" : t.saidCrashed(multiplier(end.hundredths / 100)),
    voided: t.voidedWhy,
  }[stage];
  return (
    <p className="only-read" aria-live="polite" data-testid="crash-said">
      {said}
    </p>
  );
}
