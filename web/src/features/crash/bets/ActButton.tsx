/** The big button. On the curve it shows what leaving would pay now, each frame; what is paid is what the server says. */
"use client";

import { useEffect, useRef } from "react";

import { Button } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";

import { everyFrame } from "@/clock/frames";
import type { CrashGame } from "../game/crash-game";
import { useShown } from "../game/useShown";
import { hundredthsShown } from "../table/moment";
import styles from "./BetPanel.module.css";
import { payoutNow } from "./seat";

interface Props {
  readonly game: CrashGame;
  readonly amount: number;
  /** Whether stake and target can be sent. */
  readonly ready: boolean;
}

export function ActButton({ game, amount, ready }: Props) {
  const t = useTexts(crashTexts);
  const { number } = useFormats();
  const own = useShown(game, (shown) => shown.seat.own);
  const queued = useShown(game, (shown) => shown.seat.queued);
  const stage = useShown(game, (shown) => shown.stage);
  const roundId = useShown(game, (shown) => shown.table.roundId);
  const onCurve = own.at === "open" && own.wager.roundId === roundId && stage === "running";
  if (onCurve) {
    return <CashOutButton game={game} asked={own.cashingOut > 0} />;
  }
  if (own.at === "placing" || own.at === "unknown") {
    return (
      <Button kind="primary" size="l" wide busy data-act="placing">
        {own.at === "placing" ? t.placing : t.unknown}
      </Button>
    );
  }
  if (queued !== null) {
    return (
      <Button size="l" wide onClick={game.unqueue} data-act="unqueue">
        {t.cancelQueued}
      </Button>
    );
  }
  if (own.at === "open") {
    return (
      <Button size="l" wide disabled data-act="open">
        {own.wager.roundId === roundId && stage !== "crashed" && stage !== "voided"
          ? t.betIn(number(own.wager.bet))
          : t.settling}
      </Button>
    );
  }
  const isOpen = stage === "betting" && own.at === "none";
  return (
    <Button type="submit" kind={isOpen ? "primary" : "plain"} size="l" wide disabled={!ready} data-act="bet">
      {isOpen ? t.bet(number(amount)) : t.betNext(number(amount))}
    </Button>
  );
}

function CashOutButton({ game, asked }: { readonly game: CrashGame; readonly asked: boolean }) {
  const t = useTexts(crashTexts);
  const { number } = useFormats();
  const shown = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      everyFrame(() => {
        const { table, seat, standstill } = game.current();
        const { own } = seat;
        if (own.at !== "open" || shown.current === null) return;
        const hundredths = own.cashingOut > 0 ? own.cashingOut : hundredthsShown(table, game.now());
        const text = standstill === "silent" ? "" : number(payoutNow(own.wager, hundredths));
        if (shown.current.textContent !== text) shown.current.textContent = text;
      }),
    [game, number],
  );
  return (
    <Button
      kind="primary"
      size="l"
      wide
      className={styles.cashOut}
      aria-disabled={asked}
      onClick={() => void game.cashOut()}
      data-act="cashout"
    >
      {asked ? t.cashingOut : t.cashOut}{" "}
      <span ref={shown} className="number" aria-hidden="true" data-optimistic="true" data-testid="crash-payout" />
    </Button>
  );
}
