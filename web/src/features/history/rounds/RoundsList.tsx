/** The settled rounds of the player, newest first. A round that is settled while they look adds itself. */
"use client";

import { useState } from "react";

import { Button, ButtonLink } from "@/design";
import { useGet, withQuery } from "@/reading/useAsk";
import { usePages, type Page } from "@/reading/usePages";
import { useStats } from "@/sync";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import { Filters, useNarrowed } from "../filters/Filters";
import { PagedList } from "../list/PagedList";
import { ProofDialog } from "../proof/ProofDialog";
import type { PlayedRound } from "../shapes";
import { Rounds } from "./Rounds";

const ROWS = 20;
const GAMES = ["crash", "slot", "gacha", "rps"] as const;
type Game = (typeof GAMES)[number];

export function RoundsList() {
  const t = useTexts(historyTexts);
  const get = useGet();
  const { narrowed, isNarrowed, toKind, toPeriod, clear } = useNarrowed<Game>();
  const [proven, prove] = useState<string | null>(null);
  const { kind, period, from } = narrowed;
  const query = { limit: ROWS, game: kind || undefined, from };
  const pages = usePages<PlayedRound>(
    withQuery("rounds", query),
    (cursor, signal) => get<Page<PlayedRound>>(withQuery("/api/games/history", { ...query, cursor }), signal),
    useStats()?.games_played,
  );
  const games = GAMES.map((value) => ({ value, label: t.games[value] }));
  return (
    <>
      <Filters
        label={t.game}
        kinds={[{ value: "", label: t.allGames }, ...games]}
        kind={kind}
        period={period}
        onKind={toKind}
        onPeriod={toPeriod}
      />
      <PagedList
        pages={pages}
        empty={
          isNarrowed
            ? { title: t.roundsEmpty, text: t.filteredText, action: <Button onClick={clear}>{t.clear}</Button> }
            : {
                title: t.roundsEmpty,
                text: t.roundsEmptyText,
                action: (
                  <ButtonLink kind="primary" href="/crash">
                    {t.play}
                  </ButtonLink>
                ),
              }
        }
      >
        {(rounds) => <Rounds rounds={rounds} onProve={prove} />}
      </PagedList>
      <ProofDialog roundId={proven} onClose={() => prove(null)} />
    </>
  );
}
