/** A round as it is shown: the spin that was paid for, then its free spins. Amounts are whole gold. */
import type { CommandReply } from "@pitboss/client";

import type { PaidLine } from "../machine/pays";

type Spun = CommandReply<"slot.spin">;

export interface Spin {
  readonly stops: readonly number[];
  readonly window: readonly (readonly string[])[];
  readonly lines: readonly PaidLine[];
  readonly scatters: number;
  readonly scatterHundredths: number;
  /** By which all of it is multiplied. */
  readonly multiplier: number;
  readonly payout: number;
  /** Free spins that it gives. */
  readonly freeSpins: number;
}

export interface Round {
  readonly id: string;
  readonly machine: string;
  readonly version: number;
  readonly bet: number;
  /** The first one is the paid one. */
  readonly spins: readonly Spin[];
  readonly payout: number;
  readonly winClass: string;
}

/** What is known of the free spins of a round while they are played. */
export interface FreeSpins {
  /** Number of the one that is shown, from 1 on; 0 before the first. */
  readonly number: number;
  /** As many as have been given until now. */
  readonly given: number;
  /** After the one that is shown. */
  readonly left: number;
  /** Within free spins, until now. */
  readonly won: number;
}

/** Return the round of a reply. */
export function roundOf(spun: Spun, bet: number): Round {
  const free = spun.features.flatMap((feature) => feature.spins).map(freeSpinOf);
  // The reply lists the free spins that were played: those that the paid spin gave are what free spins did not give.
  const given = free.length - free.reduce((sum, spin) => sum + spin.freeSpins, 0);
  const { stops, window, lines, scatters, scatter_cents: scatterHundredths, base_payout: payout } = spun;
  const paid = { stops, window, lines, scatters, scatterHundredths, multiplier: 1, payout, freeSpins: given };
  return {
    id: spun.round_id,
    machine: spun.machine,
    version: spun.version,
    bet,
    spins: [paid, ...free],
    payout: spun.payout,
    winClass: spun.win_class,
  };
}

function freeSpinOf(spin: Spun["features"][number]["spins"][number]): Spin {
  const { stops, window, lines, scatters, scatter_cents: scatterHundredths, multiplier, payout } = spin;
  return { stops, window, lines, scatters, scatterHundredths, multiplier, payout, freeSpins: spin.free_spins };
}

/** Return what is known of the free spins while spin `index` is shown; what it gives and pays only once it has landed. */
export function freeSpinsAt({ spins }: Round, index: number, hasLanded: boolean): FreeSpins {
  const known = spins.slice(0, hasLanded ? index + 1 : index);
  const given = known.reduce((sum, spin) => sum + spin.freeSpins, 0);
  const won = known.slice(1).reduce((sum, spin) => sum + spin.payout, 0);
  return { number: index, given, left: given - index, won };
}

/** Whether the scatters of a spin pay or give free spins. */
export const scattersCount = ({ scatterHundredths, freeSpins }: Spin): boolean =>
  scatterHundredths > 0 || freeSpins > 0;

/** How much of a win it is: "none" pays nothing, "back" no more than was staked, else its rank among the machine's classes. */
export type Rank = "none" | "back" | "small" | "big" | "top";

/** Return the rank of a round; `classes` are the machine's, by the least win of each. */
export function rankOf(
  { payout, bet, winClass }: Pick<Round, "payout" | "bet" | "winClass">,
  classes: Readonly<Record<string, number>>,
): Rank {
  if (payout === 0) return "none";
  if (payout <= bet) return "back";
  const names = Object.entries(classes)
    .sort(([, one], [, other]) => one - other)
    .map(([name]) => name);
  const place = names.indexOf(winClass);
  if (place <= 0) return "small";
  return place === names.length - 1 ? "top" : "big";
}
