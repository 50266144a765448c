/** What pays, over the reels: the ways of the lines, a frame around each place that pays, the others in the shade. */
import { classes } from "@/design";

import type { SlotMachine } from "../machine/machines";
import { payingCells, pointsOf } from "../machine/pays";
import { scattersCount, type Spin } from "../round/round";
import styles from "./Marks.module.css";

interface Props {
  readonly machine: SlotMachine;
  /** The spin that has landed; undefined while nothing is marked. */
  readonly spin: Spin | undefined;
  /** Index of the line of the spin that is looked at alone. */
  readonly only: number | undefined;
  readonly peek: number;
}

export function Marks({ machine, spin, only, peek }: Props) {
  const paying = spin === undefined ? [] : payingCells({ ...spin, scattersCount: scattersCount(spin) }, machine, only);
  const pays = (reel: number, row: number) => paying.some((cell) => cell.reel === reel && cell.row === row);
  const look = (reel: number, row: number) => paying.length > 0 && (pays(reel, row) ? styles.paying : styles.shaded);
  return (
    <>
      <div className={styles.places}>
        {machine.reels.map((_, reel) => (
          <div key={reel} className={styles.column}>
            {peek > 0 && <span className={classes(styles.edge, styles.above)} />}
            {Array.from({ length: machine.rows }, (_cell, row) => (
              <span
                key={row}
                className={classes(styles.place, look(reel, row))}
                data-paying={pays(reel, row) || undefined}
              />
            ))}
            {peek > 0 && <span className={classes(styles.edge, styles.below)} />}
          </div>
        ))}
      </div>
      <svg
        className={styles.lines}
        viewBox={`0 0 ${machine.reels.length} ${machine.rows + 2 * peek}`}
        preserveAspectRatio="none"
      >
        {spin?.lines.map(
          ({ line, length }, index) =>
            (only === undefined || only === index) && (
              <polyline
                key={line}
                className={styles.line}
                points={pointsOf(machine.lines[line] ?? [], length, peek)}
                data-line={line}
              />
            ),
        )}
      </svg>
    </>
  );
}
