/** One round after the other: a command in flight at most, and an outcome that is unknown asked for by its own id. */
"use client";

import type { CommandPayload, CommandReply } from "@pitboss/client";
import { useRef, useState } from "react";

import { useCommands, type CommandFault } from "@/sync";

import type { Choice } from "./Hand";

type Play = CommandPayload<"rps.play">;

export interface Round {
  readonly id: string;
  readonly own: Choice;
  readonly house: Choice;
  readonly outcome: CommandReply<"rps.play">["outcome"];
  /** What the player has more, or less, afterwards; whole gold. */
  readonly change: number;
}

export interface RpsGame {
  /** The hand that is being played. */
  readonly playing: Choice | undefined;
  readonly fault: CommandFault | undefined;
  /** Of this visit, newest first. */
  readonly rounds: readonly Round[];
  readonly play: (choice: Choice, bet: number, version: number) => void;
  /** Ask for an outcome that is not known; undefined when all are. */
  readonly askAgain: (() => void) | undefined;
}

const ROUNDS_SHOWN_MAX = 20;

export function useRpsGame(onTermsChanged: () => void): RpsGame {
  const { send, newId } = useCommands();
  const [playing, setPlaying] = useState<Choice>();
  const [fault, setFault] = useState<CommandFault>();
  const [rounds, setRounds] = useState<readonly Round[]>([]);
  const [unknown, setUnknown] = useState<{ readonly id: string; readonly payload: Play }>();
  const busy = useRef(false);

  const carryOut = async (id: string, payload: Play) => {
    // State comes a render later: two presses in one frame must not become two rounds.
    if (busy.current) {
      return;
    }
    busy.current = true;
    setPlaying(payload.choice);
    setFault(undefined);
    setUnknown(undefined);
    const outcome = await send("rps.play", payload, { id, expected: { gold: -payload.bet } });
    busy.current = false;
    setPlaying(undefined);
    if (outcome.ok) {
      const { round_id, opponent, payout, outcome: result } = outcome.payload;
      const round = {
        id: round_id,
        own: payload.choice,
        house: opponent,
        outcome: result,
        change: payout - payload.bet,
      };
      setRounds((before) => [round, ...before].slice(0, ROUNDS_SHOWN_MAX));
      return;
    }
    setFault(outcome.error);
    if (outcome.error.code === "no_answer" || outcome.error.code === "timeout") {
      setUnknown({ id, payload });
    } else if (outcome.error.code === "version_conflict") {
      onTermsChanged();
    }
  };

  return {
    playing,
    fault,
    rounds,
    play: (choice, bet, version) => {
      if (unknown === undefined) {
        void carryOut(newId(), { bet, choice, version });
      }
    },
    askAgain: unknown && (() => void carryOut(unknown.id, unknown.payload)),
  };
}
