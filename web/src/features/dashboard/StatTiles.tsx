/** The statistics over all games, as a row of figures. */
import { useFormats, useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import type { StatsShown } from "./shapes";
import styles from "./StatTiles.module.css";

export function StatTiles({ stats }: { readonly stats: StatsShown }) {
  const t = useTexts(dashboardTexts);
  const formats = useFormats();
  const run = stats.current_streak;
  const tiles = [
    ["games_played", t.roundsPlayed, formats.number(stats.games_played)],
    ["win_rate", t.winRate, formats.percent(stats.win_rate)],
    ["biggest_win", t.biggestWin, formats.number(stats.biggest_win)],
    ["best_multiplier", t.bestMultiplier, formats.multiplier(stats.best_multiplier)],
    ["current_streak", t.winStreak, run === 0 ? t.noRun : t.inARow(Math.abs(run), run > 0)],
  ] as const;
  return (
    <dl className={styles.tiles}>
      {tiles.map(([name, label, value]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd data-stat={name} data-value={stats[name]}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
