/** Where a table is at a moment: what the clock makes of what the table has said. `now` is by the server's clock, Unix ms. */
import { hundredthsAt, reachedMs, START_HUNDREDTHS } from "./curve";
import type { TableState } from "./table-state";

/** A running table says each second that it runs; silent for longer, its host may be gone. */
export const SILENCE_MS = 2_500;
/** How long after an end the next round may take to open. */
export const NO_ROUND_MS = 15_000;

/** What a person is told of the table. `closing`: betting has ended and the curve has not begun. */
export type Stage = "unknown" | "betting" | "closing" | "running" | "crashed" | "voided";

/** Why it is not as it should be: the curve does not start, the table has gone silent, no further round opens. */
export type Standstill = "none" | "startsLate" | "silent" | "noRound";

export function stageOf(table: TableState, now: number): Stage {
  switch (table.phase) {
    case "betting":
      return now < table.closesAt ? "betting" : "closing";
    case "running":
      return "running";
    case "ended":
      return table.end !== null && table.end.hundredths === 0 ? "voided" : "crashed";
    case "unknown":
      return "unknown";
  }
}

export function standstillOf(table: TableState, now: number): Standstill {
  switch (table.phase) {
    case "betting":
      return now - table.closesAt > SILENCE_MS ? "startsLate" : "none";
    case "running":
      return now - table.heardAt > SILENCE_MS ? "silent" : "none";
    case "ended":
      return now - table.endedAt > NO_ROUND_MS ? "noRound" : "none";
    case "unknown":
      return "none";
  }
}

/** Return how long the curve has run, in ms; of a silent table no more than it may have run. 0 before it starts. */
export function elapsedAt(table: TableState, now: number): number {
  if (table.phase !== "running") return endMs(table);
  return Math.max(0, Math.min(now, table.heardAt + SILENCE_MS) - table.startedAt + table.leadMs);
}

/** Return the multiplier to show: of a round that is over where it ended. */
export function hundredthsShown(table: TableState, now: number): number {
  if (table.phase === "ended") return table.end?.hundredths ?? 0;
  return table.phase === "running" ? hundredthsAt(elapsedAt(table, now), table.growthPerMs) : START_HUNDREDTHS;
}

/** Return what is left of betting, in ms. */
export function leftOfBetting(table: TableState, now: number): number {
  return table.phase === "betting" ? Math.max(0, table.closesAt - now) : 0;
}

function endMs(table: TableState): number {
  const hundredths = table.end?.hundredths ?? 0;
  return hundredths > START_HUNDREDTHS && table.growthPerMs > 0 ? reachedMs(hundredths, table.growthPerMs) : 0;
}
