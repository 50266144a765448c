/** One page of rounds: a table, or rows on a phone. */
"use client";

import { Table } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import { Moment } from "../list/Moment";
import { Rows } from "../list/Rows";
import { useNarrow } from "../list/useNarrow";
import { ProofChip } from "../proof/ProofChip";
import type { PlayedRound } from "../shapes";
import { multiplierOf, resultOf } from "./result";
import styles from "./Rounds.module.css";

interface Props {
  readonly rounds: readonly PlayedRound[];
  readonly onProve: (roundId: string) => void;
}

export function Rounds({ rounds, onProve }: Props) {
  const t = useTexts(historyTexts);
  const formats = useFormats();
  const isNarrow = useNarrow();
  const nameOf = (game: string) => (t.games as Readonly<Record<string, string>>)[game] ?? game;
  const proof = ({ round_id, game, at }: PlayedRound) => (
    <ProofChip label={t.proofOf(nameOf(game), formats.moment(at))} onOpen={() => onProve(round_id)} />
  );
  const change = (round: PlayedRound) => (
    <span className={styles[resultOf(round)]}>{formats.signed(round.payout - round.bet)}</span>
  );
  const multiplier = (round: PlayedRound) => {
    const found = multiplierOf(round);
    return found === null ? "–" : formats.multiplier(found);
  };
  if (isNarrow) {
    return (
      <Rows
        label={t.rounds}
        rows={rounds.map((round) => ({
          key: round.round_id,
          what: nameOf(round.game),
          when: <Moment at={round.at} />,
          amount: change(round),
          detail: t.staked(formats.number(round.bet), multiplier(round)),
          act: proof(round),
        }))}
      />
    );
  }
  return (
    <Table
      caption={t.rounds}
      rows={rounds}
      keyOf={({ round_id }) => round_id}
      columns={[
        { name: "game", head: t.game, cell: ({ game }) => nameOf(game) },
        { name: "when", head: t.when, cell: ({ at }) => <Moment at={at} /> },
        { name: "bet", head: t.bet, number: true, cell: ({ bet }) => formats.number(bet) },
        { name: "payout", head: t.payout, number: true, cell: ({ payout }) => formats.number(payout) },
        { name: "multiplier", head: t.multiplier, number: true, cell: multiplier },
        { name: "result", head: t.result, number: true, cell: change },
        { name: "proof", head: <span className="only-read">{t.proof}</span>, number: true, cell: proof },
      ]}
    />
  );
}
