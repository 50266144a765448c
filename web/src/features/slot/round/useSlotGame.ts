/**
 * Rounds of a machine as they are shown: gold stands still until the last reel does, and nothing of a result is told
 * before. The outcome is the server's alone; without an answer the reels turn on.
 */
"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";

import { prefersReducedMotion } from "@/design";
import { useCommand, useCommands, type CommandFault } from "@/sync";

import type { SlotMachine } from "../machine/machines";
import { CALM, STILL, TURBO, type Pace } from "./pace";
import { roundOf, type Round } from "./round";
import { answered, asked, endsAt, isGoingOn, passed, pressed, refused, skipped, type Stage } from "./stage";

export interface SlotGame {
  readonly stage: Stage;
  readonly pace: Pace;
  /** A round is not shown to its end, or its outcome is unknown. */
  readonly isBusy: boolean;
  readonly fault: CommandFault | undefined;
  readonly spin: (bet: number) => void;
  /** Stop the reels, or go on to the next free spin. */
  readonly press: () => void;
  /** Show the result of the whole round. */
  readonly skip: () => void;
  /** Ask for the outcome that is unknown; undefined while all are known. */
  readonly askAgain: (() => void) | undefined;
}

export interface Listeners {
  /** A round has been shown to its end. */
  readonly onShown: (round: Round) => void;
  /** The machine has another version than the one that is shown. */
  readonly onMachineChanged: () => void;
}

function paceOf(isTurbo: boolean): Pace {
  if (prefersReducedMotion()) {
    return STILL;
  }
  return isTurbo ? TURBO : CALM;
}

type Stages = Readonly<Record<string, Stage>>;

/** Each machine stands as it was left; one that has changed stands at the top of its strips. */
function stageIn(stages: Stages, { id, version, reels }: SlotMachine): Stage {
  return stages[`${id} ${version}`] ?? { at: "ready", stops: reels.map(() => 0) };
}

export function useSlotGame(machine: SlotMachine, isTurbo: boolean, listeners: Listeners): SlotGame {
  const { holdGold } = useCommands();
  const [stages, setStages] = useState<Stages>({});
  const stage = stageIn(stages, machine);
  // State comes a render later: a second press in one frame must find what the first one did.
  const latest = useRef(stages);
  const release = useRef<() => void>(undefined);
  const [faulted, setFaulted] = useState<string>();
  const pace = paceOf(isTurbo);

  const letGold = () => {
    release.current?.();
    release.current = undefined;
  };
  useEffect(() => () => release.current?.(), []);

  const shownNow = () => stageIn(latest.current, machine);
  const become = (next: Stage) => {
    latest.current = { ...latest.current, [`${machine.id} ${machine.version}`]: next };
    setStages(latest.current);
    if (!isGoingOn(next)) {
      letGold();
    }
    if (next.at === "shown") {
      listeners.onShown(next.round);
    }
  };

  const { fault, send, askAgain } = useCommand("slot.spin", {
    onSent: () => {
      letGold();
      release.current = holdGold();
      become(asked(shownNow(), performance.now()));
    },
    onReply: (spun, { bet }) => become(answered(shownNow(), roundOf(spun, bet), performance.now(), pace)),
    onFault: ({ code }) => {
      become(refused(shownNow()));
      setFaulted(machine.id);
      if (code === "version_conflict") {
        listeners.onMachineChanged();
      }
    },
  });

  const goOn = useEffectEvent(() => {
    // A timer may come a little early, and must not come in vain.
    const time = Math.max(performance.now(), endsAt(shownNow()) ?? 0);
    become(passed(shownNow(), time, pace));
  });
  useEffect(() => {
    const ends = endsAt(stage);
    if (ends === null) {
      return undefined;
    }
    const timer = setTimeout(() => goOn(), Math.max(0, ends - performance.now()));
    return () => clearTimeout(timer);
  }, [stage]);

  return {
    stage,
    pace,
    isBusy: isGoingOn(stage) || askAgain !== undefined,
    // What one machine refused is no word about another.
    fault: faulted === machine.id ? fault : undefined,
    spin: (bet) => {
      if (!isGoingOn(shownNow())) {
        send({ machine: machine.id, bet, version: machine.version }, { gold: -bet });
      }
    },
    press: () => become(pressed(shownNow(), performance.now(), pace)),
    skip: () => become(skipped(shownNow())),
    askAgain,
  };
}
