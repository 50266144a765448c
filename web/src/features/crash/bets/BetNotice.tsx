/** What became of the own bet, in a line below the button; its height is kept, so that nothing moves. */
"use client";

import { classes } from "@/design";
import { useFaultText } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";

import type { CrashGame } from "../game/crash-game";
import { useShown } from "../game/useShown";
import styles from "./BetPanel.module.css";
import type { Refusal, Result, Wager } from "./seat";

interface Line {
  readonly text: string;
  readonly tone?: "win" | "lose";
}

function useLine(game: CrashGame): Line {
  const t = useTexts(crashTexts);
  const { number, multiplier } = useFormats();
  const faultText = useFaultText();
  const seat = useShown(game, (shown) => shown.seat);
  const ofResult = ({ bet }: Wager, { kind, hundredths, payout, late }: Result): Line => {
    switch (kind) {
      case "won":
        return { text: t.won(multiplier(hundredths / 100), number(payout)), tone: "win" };
      case "tie":
        return { text: t.tie(multiplier(hundredths / 100), number(payout)) };
      case "refunded":
        return { text: t.refunded(number(bet)) };
      case "lost":
        return { text: late ? t.late(number(bet)) : t.lost(number(bet)), tone: "lose" };
    }
  };
  const ofRefusal = ({ act, code, details }: Refusal): string => {
    if (code === "not_there") return t.notThere;
    if (code === "not_claimable") return t.tooSoon;
    return act === "bet" && code === "round_closed" ? t.roundClosed : faultText({ code, details });
  };
  if (seat.refusal !== null) return { text: ofRefusal(seat.refusal), tone: "lose" };
  if (seat.queued !== null) return { text: t.queued(number(seat.queued.bet)) };
  return seat.own.at === "ended" ? ofResult(seat.own.wager, seat.own.result) : { text: "" };
}

export function BetNotice({ game, id }: { readonly game: CrashGame; readonly id: string }) {
  const { text, tone } = useLine(game);
  return (
    <p
      id={id}
      role="status"
      className={classes(styles.notice, tone === "win" && styles.win, tone === "lose" && styles.lose)}
      data-testid="crash-notice"
    >
      {text}
    </p>
  );
}
