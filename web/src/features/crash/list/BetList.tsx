/** The bets of the round: the own one on top, then the newest; a cash-out colours its row. */
"use client";

import { memo } from "react";

import { classes } from "@/design";
import { useFormats, useTexts, type Formats } from "@/texts";
import { crashTexts } from "@/texts/crash";

import type { OwnBet } from "../bets/seat";
import type { CrashGame } from "../game/crash-game";
import { useShown } from "../game/useShown";
import type { ShownBet } from "../table/bets-shown";
import styles from "./BetList.module.css";

type InRound = Extract<OwnBet, { at: "open" | "ended" }>;

/** Return the bets of others: the first that can be the own one is left out, since that stands on top. */
export function ofOthers(bets: readonly ShownBet[], own: InRound, alias: string): readonly ShownBet[] {
  const mine = bets.findIndex((each) => each.player === alias && (each.bet === own.wager.bet || each.bet === 0));
  return mine < 0 ? bets : bets.filter((_, place) => place !== mine);
}

export function BetList({ game }: { readonly game: CrashGame }) {
  const t = useTexts(crashTexts);
  const formats = useFormats();
  const shown = useShown(game, ({ table }) => table.bets.shown);
  const players = useShown(game, ({ table }) => table.players);
  const staked = useShown(game, ({ table }) => table.staked);
  const own = useShown(game, ({ seat }) => seat.own);
  const roundId = useShown(game, ({ table }) => table.roundId);
  const mine = (own.at === "open" || own.at === "ended") && own.wager.roundId === roundId ? own : null;
  const others = mine === null ? shown : ofOthers(shown, mine, game.alias);
  return (
    <section className={styles.card} aria-label={t.bets}>
      <header className={styles.head}>
        <h2>{t.players(players, formats.number(players))}</h2>
        <span className="number">{formats.compact(staked)}</span>
      </header>
      {players === 0 && mine === null && <p className={styles.none}>{t.noBets}</p>}
      {/* A region that scrolls must be reachable by keyboard. */}
      <ul className={styles.list} tabIndex={0} aria-label={t.bets}>
        {mine !== null && <OwnRow own={mine} name={t.you} formats={formats} />}
        {others.map((bet) => (
          <Row key={bet.key} bet={bet} name={bet.player} formats={formats} />
        ))}
      </ul>
    </section>
  );
}

function OwnRow({ own, name, formats }: { readonly own: InRound; readonly name: string; readonly formats: Formats }) {
  const { hundredths, payout } = own.at === "ended" ? own.result : { hundredths: 0, payout: 0 };
  const bet: ShownBet = { key: 0, player: name, bet: own.wager.bet, hundredths, payout };
  return <Row bet={bet} name={name} formats={formats} own />;
}

interface RowProps {
  readonly bet: ShownBet;
  readonly name: string;
  readonly formats: Formats;
  readonly own?: boolean;
}

const Row = memo(function Row({ bet, name, formats, own = false }: RowProps) {
  const isOut = bet.hundredths > 0;
  return (
    <li className={classes(styles.row, own && styles.own, isOut && styles.out)}>
      <span>{name}</span>
      <span>{isOut ? formats.multiplier(bet.hundredths / 100) : ""}</span>
      <span className={styles.amount}>{formats.number(isOut ? bet.payout : bet.bet)}</span>
    </li>
  );
});
