/** A machine with three reels and one row, and its replies. For tests alone. */
import type { CommandReply } from "@pitboss/client";

import type { SlotMachine } from "../machine/machines";

type Spun = CommandReply<"slot.spin">;
type FreeSpin = Spun["features"][number]["spins"][number];

export const MACHINE: SlotMachine = {
  id: "classic",
  version: 1,
  rows: 1,
  reels: [
    ["CHERRY", "BELL", "PLUM", "LEMON"],
    ["BELL", "LEMON", "CHERRY", "STAR"],
    ["BAR", "PLUM", "CHERRY", "BELL"],
  ],
  lines: [[0, 0, 0]],
  paytable: { CHERRY: { "1": 100, "2": 200, "3": 1_000 } },
  wild: null,
  scatter: "STAR",
  scatter_pays: {},
  free_spins: { "1": 2 },
  free_spins_multiplier: 2,
  free_spins_max: 10,
  win_classes: { small: 1, big: 1_000, mega: 5_000 },
  rtp: 0.9495,
  rtp_min: 0.9495,
  rtp_at_bet: null,
  volatility: 7.8,
  hit_rate: 0.278,
  closed: false,
};

export const SPUN: Spun = {
  round_id: "r1",
  machine: "classic",
  version: 1,
  stops: [3, 17, 8],
  window: [["PLUM"], ["LEMON"], ["BELL"]],
  lines: [],
  scatters: 0,
  scatter_cents: 0,
  cents: 0,
  base_payout: 0,
  features: [],
  win_class: "none",
  payout: 0,
  gold: 900,
};

export const paidSpin = (parts: Partial<Spun> = {}): Spun => ({ ...SPUN, ...parts });

export const freeSpin = (parts: Partial<FreeSpin> = {}): FreeSpin => ({
  stops: [0, 0, 0],
  window: [["CHERRY"], ["BELL"], ["BAR"]],
  lines: [],
  scatters: 0,
  scatter_cents: 0,
  multiplier: 2,
  cents: 0,
  payout: 0,
  free_spins: 0,
  ...parts,
});
