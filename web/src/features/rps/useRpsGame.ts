/** The rounds of this visit, one after the other. */
"use client";

import type { CommandReply } from "@pitboss/client";
import { useState } from "react";

import { useCommand, type CommandFault } from "@/sync";

import type { Choice } from "./Hand";

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
  const [rounds, setRounds] = useState<readonly Round[]>([]);
  const { inFlight, fault, send, askAgain } = useCommand("rps.play", {
    onReply: ({ round_id: id, opponent: house, payout, outcome }, { bet, choice: own }) =>
      setRounds((before) => [{ id, own, house, outcome, change: payout - bet }, ...before].slice(0, ROUNDS_SHOWN_MAX)),
    onFault: ({ code }) => {
      if (code === "version_conflict") {
        onTermsChanged();
      }
    },
  });
  return {
    playing: inFlight?.choice,
    fault,
    rounds,
    play: (choice, bet, version) => send({ bet, choice, version }, { gold: -bet }),
    askAgain,
  };
}
