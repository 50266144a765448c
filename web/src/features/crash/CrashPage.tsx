/** The screen of a crash table: past rounds and the curve, the own bet, the bets of all. */
"use client";

import { useEffect, useRef } from "react";

import { ErrorState } from "@/design";
import { Screen } from "@/frame/Screen";
import { useFaultText } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";
import { frameTexts } from "@/texts/frame";

import { Announcer } from "./Announcer";
import { BetPanel } from "./bets/BetPanel";
import styles from "./CrashPage.module.css";
import { CurvePlot } from "./curve/CurvePlot";
import type { CrashGame } from "./game/crash-game";
import { useCrashGame } from "./game/useCrashGame";
import { useShown } from "./game/useShown";
import { BetList } from "./list/BetList";
import { PastStrip } from "./past/PastStrip";

/** Space presses the big button, unless it already means something where the focus is. */
function useSpace() {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isFree = event.target === document.body;
      if (event.code !== "Space" || event.repeat || !isFree) return;
      event.preventDefault();
      panel.current?.querySelector<HTMLButtonElement>("button[data-act='bet'], button[data-act='cashout']")?.click();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return panel;
}

function Limits({ game }: { readonly game: CrashGame }) {
  const t = useTexts(crashTexts);
  const { number } = useFormats();
  const betMin = useShown(game, (shown) => shown.table.betMin);
  const betMax = useShown(game, (shown) => shown.table.betMax);
  return (
    <details className={styles.limits}>
      <summary>{t.limits}</summary>
      <ul>
        {betMax > 0 && <li>{t.limitsStake(number(betMin), number(betMax))}</li>}
        <li>{t.limitsCap}</li>
        <li>{t.limitsCount}</li>
        <li>{t.autoHint}</li>
        <li>{t.keys}</li>
      </ul>
    </details>
  );
}

export function CrashPage() {
  const t = useTexts(crashTexts);
  const frame = useTexts(frameTexts);
  const faultText = useFaultText();
  const game = useCrashGame();
  const panel = useSpace();
  const refused = useShown(game, (shown) => shown.refused);
  return (
    <Screen title={frame.places.crash} lead={t.lead}>
      {refused === "" ? (
        <div className={styles.table}>
          <div className={styles.game}>
            <PastStrip game={game} />
            <CurvePlot game={game} />
          </div>
          <div className={styles.side} ref={panel}>
            <BetPanel game={game} />
          </div>
          <div className={styles.others}>
            <BetList game={game} />
            <Limits game={game} />
          </div>
          <Announcer game={game} />
        </div>
      ) : (
        <ErrorState title={t.refused}>{faultText({ code: refused })}</ErrorState>
      )}
    </Screen>
  );
}
