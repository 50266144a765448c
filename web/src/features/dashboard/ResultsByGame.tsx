/** Results by game: bars of what was staked and paid out, and the same as a table. */
"use client";

import { useEffect, useRef } from "react";

import { classes, EmptyState, Table } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import styles from "./ResultsByGame.module.css";
import type { GameResult } from "./shapes";

export function ResultsByGame({ results }: { readonly results: readonly GameResult[] }) {
  const t = useTexts(dashboardTexts);
  const formats = useFormats();
  const nameOf = (game: string) => (game in t.games ? t.games[game as keyof typeof t.games] : game);
  const most = Math.max(1, ...results.flatMap(({ total_wagered, total_won }) => [total_wagered, total_won]));
  if (results.length === 0) {
    return <EmptyState title={t.resultsEmpty}>{t.resultsEmptyText}</EmptyState>;
  }
  return (
    <div className={styles.results}>
      <div className={styles.picture} aria-hidden="true">
        {results.map(({ game, total_wagered, total_won }) => (
          <div key={game} className={styles.game}>
            <span className={styles.name}>{nameOf(game)}</span>
            <span className={styles.bars}>
              <Bar share={total_wagered / most} look={styles.staked} />
              <Bar share={total_won / most} look={styles.paid} />
            </span>
          </div>
        ))}
        <p className={styles.legend}>
          <span className={styles.staked}>{t.wagered}</span>
          <span className={styles.paid}>{t.won}</span>
        </p>
      </div>
      <Table
        caption={t.resultsByGame}
        rows={results}
        keyOf={({ game }) => game}
        columns={[
          { name: "game", head: t.game, cell: ({ game }) => nameOf(game) },
          { name: "rounds", head: t.rounds, number: true, cell: ({ games_played }) => formats.number(games_played) },
          { name: "share", head: t.winShare, number: true, cell: ({ win_rate }) => formats.percent(win_rate) },
          {
            name: "wagered",
            head: t.wagered,
            number: true,
            wideOnly: true,
            cell: ({ total_wagered }) => formats.number(total_wagered),
          },
          {
            name: "won",
            head: t.won,
            number: true,
            wideOnly: true,
            cell: ({ total_won }) => formats.number(total_won),
          },
          {
            name: "net",
            head: t.net,
            number: true,
            cell: ({ game, net }) => (
              <span className={classes(net > 0 && styles.win)} data-net={game}>
                {formats.signed(net)}
              </span>
            ),
          },
        ]}
      />
    </div>
  );
}

function Bar({ share, look }: { readonly share: number; readonly look: string | undefined }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    bar.current?.style.setProperty("--share", String(share));
  }, [share]);
  return <span ref={bar} className={classes(styles.bar, look)} />;
}
