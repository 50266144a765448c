/** A machine on screen: its reels and what they came to, stake and button, the last spins, its figures. */
"use client";

import { useState } from "react";

import { Button, Card, PageLink } from "@/design";
import { readStake, type StakeBounds } from "@/stake/stake";
import { useFaultText } from "@/sync";
import { useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "./machine/machines";
import { PaytableDialog } from "./paytable/PaytableDialog";
import { BetPanel } from "./play/BetPanel";
import { Facts } from "./play/Facts";
import { LastSpins } from "./play/LastSpins";
import { Outcome } from "./play/Outcome";
import { WinList } from "./play/WinList";
import { Reels } from "./reels/Reels";
import type { Round, Spin } from "./round/round";
import type { Stage } from "./round/stage";
import type { SlotGame } from "./round/useSlotGame";
import styles from "./SlotTable.module.css";
import { useNames } from "./symbols/names";

/** The spin whose wins are shown; undefined while the reels turn. */
function landedSpin(stage: Stage): Spin | undefined {
  switch (stage.at) {
    case "resting":
      return stage.round.spins[stage.spin];
    case "shown":
      return stage.round.spins.at(-1);
    case "ready":
    case "asking":
    case "landing":
      return undefined;
  }
}

function useFaultSaid({ fault, askAgain }: SlotGame): string {
  const t = useTexts(slotTexts);
  const faultText = useFaultText();
  if (fault === undefined) return "";
  if (askAgain !== undefined) return t.unknown;
  return fault.code === "version_conflict" ? t.changed : t.refused(faultText(fault));
}

/** What went wrong, or where to go from the result: one line, so that nothing moves. */
function After({ game }: { readonly game: SlotGame }) {
  const t = useTexts(slotTexts);
  const fault = useFaultSaid(game);
  const { stage } = game;
  const isPlayingFree = stage.at === "resting" || (stage.at === "landing" && stage.spin > 0);
  return (
    <div className={styles.after}>
      <p className={styles.fault} role="alert" data-testid="slot-fault">
        {fault}
      </p>
      {isPlayingFree && (
        <Button kind="quiet" size="s" onClick={game.skip} data-act="skip">
          {t.skip}
        </Button>
      )}
      {stage.at === "shown" && fault === "" && (
        <PageLink href={`/fairness?round=${encodeURIComponent(stage.round.id)}`}>{t.proof}</PageLink>
      )}
    </div>
  );
}

interface Props {
  readonly machine: SlotMachine;
  readonly bounds: StakeBounds;
  readonly game: SlotGame;
  /** Of this visit, newest first. */
  readonly rounds: readonly Round[];
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly isTurbo: boolean;
  readonly onTurbo: (isTurbo: boolean) => void;
}

export function SlotTable({ machine, bounds, game, rounds, typed, ...panel }: Props) {
  const t = useTexts(slotTexts);
  const names = useNames();
  const [isReading, setReading] = useState(false);
  const [only, setOnly] = useState<number>();
  const landed = landedSpin(game.stage);
  return (
    <div className={styles.columns}>
      <Card
        title={names.machine(machine.id)}
        aside={
          <Button kind="quiet" size="s" onClick={() => setReading(true)}>
            {t.open}
          </Button>
        }
      >
        <Reels key={machine.id} machine={machine} game={game} landed={landed} only={landed && only} />
        <WinList machine={machine} spin={landed} onLook={setOnly} />
        <Outcome machine={machine} stage={game.stage} />
        <After game={game} />
      </Card>
      <div className={styles.side}>
        <BetPanel machine={machine} bounds={bounds} game={game} typed={typed} {...panel} />
        <LastSpins rounds={rounds} />
      </div>
      <Facts machine={machine} />
      <PaytableDialog
        machine={machine}
        stake={readStake(typed) ?? bounds.min}
        open={isReading}
        onClose={() => setReading(false)}
      />
    </div>
  );
}
