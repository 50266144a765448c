/** The machines with strips, lines and pays, and the stakes that are taken: read once, and again when a machine has changed. */
"use client";

import { ask } from "@/api/problem";
import type { components } from "@/api/schema";
import { useReading } from "@/reading/useReading";
import type { StakeBounds } from "@/stake/stake";

export type SlotMachine = components["schemas"]["SlotMachine"];

export interface Floor {
  readonly machines: readonly SlotMachine[];
  readonly bounds: StakeBounds;
}

async function read<Shape>(path: string, signal: AbortSignal): Promise<Shape> {
  return (await (await ask(path, { signal })).json()) as Shape;
}

async function readFloor(signal: AbortSignal): Promise<Floor> {
  const [machines, economy] = await Promise.all([
    read<components["schemas"]["SlotMachines"]>("/api/games/slot/machines", signal),
    read<components["schemas"]["EconomyRules"]>("/api/economy", signal),
  ]);
  return { machines: machines.items, bounds: { min: economy.bet_min, max: economy.bet_max } };
}

export const useFloor = () => useReading("slot", readFloor);
