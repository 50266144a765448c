/** The window of a machine: its reels, and over them what pays. Read out as the rows that it shows. */
"use client";

import { useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { rowsOf, windowAt } from "../machine/strip";
import type { Spin } from "../round/round";
import type { SlotGame } from "../round/useSlotGame";
import { isTurning, stopsOf } from "../round/stage";
import { useNames } from "../symbols/names";
import { Marks } from "./Marks";
import { Reel } from "./Reel";
import styles from "./Reels.module.css";
import { useReelPositions } from "./useReelPositions";

/** A window of one row shows half of what is above and below, as machines do. */
const PEEK = 0.5;

interface Props {
  readonly machine: SlotMachine;
  readonly game: Pick<SlotGame, "stage" | "pace">;
  /** The spin that has landed. */
  readonly landed: Spin | undefined;
  /** Index of the line of that spin that is looked at alone. */
  readonly only: number | undefined;
}

/** Return a function that says what the reels show, row by row. */
export function useRowsSaid(): (window: readonly (readonly string[])[]) => string {
  const names = useNames();
  return (window) =>
    rowsOf(window)
      .map((row) => row.map(names.symbol).join(", "))
      .join("; ");
}

export function Reels({ machine, game: { stage, pace }, landed, only }: Props) {
  const t = useTexts(slotTexts);
  const rowsSaid = useRowsSaid();
  const peek = machine.rows === 1 ? PEEK : 0;
  const reels = useReelPositions(machine, stage, pace, peek);
  const window = windowAt(machine.reels, stopsOf(stage), machine.rows);
  return (
    <div
      className={styles.window}
      role="img"
      aria-label={isTurning(stage) ? t.turning : t.window(rowsSaid(window))}
      data-testid="slot-window"
      data-stage={stage.at}
      data-reels={machine.reels.length}
    >
      <div className={styles.reels} ref={reels}>
        {machine.reels.map((strip, reel) => (
          <Reel key={reel} strip={strip} rows={machine.rows} />
        ))}
      </div>
      <Marks machine={machine} spin={landed} only={only} peek={peek} />
    </div>
  );
}
