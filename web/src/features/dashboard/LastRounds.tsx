/** The last rounds, each with its proof. */
import { useState } from "react";

import { ButtonLink, Card, classes, EmptyState, ErrorState, PageLink, Skeleton, Table } from "@/design";
import type { Reading } from "@/reading/useReading";
import { ProofChip } from "@/features/history/proof/ProofChip";
import { ProofDialog } from "@/features/history/proof/ProofDialog";
import type { PlayedRound } from "@/features/history/shapes";
import { useFormats, useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import styles from "./LastRounds.module.css";

interface Props {
  readonly reading: Reading<readonly PlayedRound[]>;
  readonly onRetry: () => void;
}

export function LastRounds({ reading, onRetry }: Props) {
  const t = useTexts(dashboardTexts);
  const [proven, prove] = useState<string | null>(null);
  return (
    <Card
      title={t.lastRounds}
      padding="none"
      aside={
        <PageLink href="/history" className={styles.all}>
          {t.allRounds}
        </PageLink>
      }
    >
      <Content reading={reading} onRetry={onRetry} onProve={prove} />
      <ProofDialog roundId={proven} onClose={() => prove(null)} />
    </Card>
  );
}

function Content({ reading, onRetry, onProve }: Props & Pick<RoundsProps, "onProve">) {
  const t = useTexts(dashboardTexts);
  if (reading.status === "loading") {
    return <Skeleton className={styles.loading} lines={4} />;
  }
  if (reading.status === "failed") {
    return (
      <ErrorState title={t.failed} retry={onRetry} retryLabel={t.retry}>
        {t.failedText}
      </ErrorState>
    );
  }
  if (reading.value.length === 0) {
    return (
      <EmptyState title={t.roundsEmpty} action={<ButtonLink href="/crash">{t.startPlaying}</ButtonLink>}>
        {t.roundsEmptyText}
      </EmptyState>
    );
  }
  return <Rounds rounds={reading.value} onProve={onProve} />;
}

interface RoundsProps {
  readonly rounds: readonly PlayedRound[];
  readonly onProve: (roundId: string) => void;
}

function Rounds({ rounds, onProve }: RoundsProps) {
  const t = useTexts(dashboardTexts);
  const formats = useFormats();
  const nameOf = (game: string) => (game in t.games ? t.games[game as keyof typeof t.games] : game);
  return (
    <Table
      caption={t.lastRounds}
      rows={rounds}
      keyOf={({ round_id }) => round_id}
      columns={[
        { name: "game", head: t.game, cell: ({ game }) => nameOf(game) },
        { name: "when", head: t.when, wideOnly: true, cell: ({ at }) => formats.moment(at) },
        { name: "bet", head: t.bet, number: true, cell: ({ bet }) => formats.number(bet) },
        {
          name: "result",
          head: t.result,
          number: true,
          cell: ({ bet, payout }) => (
            <span className={classes(payout > bet && styles.win)}>{formats.signed(payout - bet)}</span>
          ),
        },
        {
          name: "proof",
          head: <span className="only-read">{t.proof}</span>,
          number: true,
          cell: ({ round_id, game }) => <ProofChip label={t.proofOf(nameOf(game))} onOpen={() => onProve(round_id)} />,
        },
      ]}
    />
  );
}
