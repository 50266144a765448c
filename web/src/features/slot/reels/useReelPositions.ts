/** Moves strips to where the stage has them: once while they stand, with every frame while they turn. */
"use client";

import { useLayoutEffect, useRef } from "react";

import { everyFrame } from "@/clock/frames";

import type { SlotMachine } from "../machine/machines";
import type { Pace } from "../round/pace";
import { isTurning, type Stage } from "../round/stage";
import { positionAt } from "./motion";
import { placesOf } from "./Reel";

/** Return what to give the parent of the reels as its `ref`; `peek` is the part of a symbol that is seen above the window. */
export function useReelPositions(machine: SlotMachine, stage: Stage, pace: Pace, peek: number) {
  const reels = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const show = () =>
      machine.reels.forEach((strip, reel) => {
        const position = positionAt(stage, reel, strip.length, performance.now(), pace);
        const share = (position + 1 - peek) / placesOf(strip.length, machine.rows);
        const shown = reels.current?.children[reel]?.firstElementChild;
        if (shown instanceof HTMLElement) {
          shown.style.setProperty("transform", `translateY(${-100 * share}%)`);
        }
      });
    show();
    return isTurning(stage) && pace.speed > 0 ? everyFrame(show) : undefined;
  }, [machine, stage, pace, peek]);
  return reels;
}
