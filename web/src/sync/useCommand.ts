/**
 * One command after the other: one in flight at most, and an outcome that is unknown asked for by its own id, so that
 * nothing is done twice. While one is unknown no other is sent.
 */
"use client";

import type { CommandPayload, CommandReply, CommandType } from "@pitboss/client";
import { useRef, useState } from "react";

import { isUnknown, type CommandFault } from "./outcome";
import type { Expected } from "./store";
import { useCommands } from "./useCommands";

interface Asked<T extends CommandType> {
  readonly id: string;
  readonly payload: CommandPayload<T>;
  readonly expected: Expected | undefined;
}

interface Handlers<T extends CommandType> {
  /** It was done. */
  readonly onReply: (reply: CommandReply<T>, payload: CommandPayload<T>) => void;
  /** It has just been sent, and what is expected of it is shown. */
  readonly onSent?: () => void;
  /** It was refused, or its outcome is unknown. */
  readonly onFault?: (fault: CommandFault) => void;
}

export interface CommandInUse<T extends CommandType> {
  /** What is in flight. */
  readonly inFlight: CommandPayload<T> | undefined;
  /** Why the last one came to nothing, or is unknown. */
  readonly fault: CommandFault | undefined;
  /** Send one, unless another is in flight or unknown; `expected` is what it changes at once, marked as such. */
  readonly send: (payload: CommandPayload<T>, expected?: Expected) => void;
  /** Ask for the outcome that is unknown; undefined while all are known. */
  readonly askAgain: (() => void) | undefined;
}

/** Use one kind of command: `useCommand("rps.play", { onReply })`. */
export function useCommand<T extends CommandType>(type: T, handlers: Handlers<T>): CommandInUse<T> {
  const commands = useCommands();
  const [inFlight, setInFlight] = useState<CommandPayload<T>>();
  const [fault, setFault] = useState<CommandFault>();
  const [unknown, setUnknown] = useState<Asked<T>>();
  const isBusy = useRef(false);

  const carryOut = async ({ id, payload, expected }: Asked<T>) => {
    // State comes a render later: two presses in one frame must not become two commands.
    if (isBusy.current) {
      return;
    }
    isBusy.current = true;
    setInFlight(payload);
    setFault(undefined);
    setUnknown(undefined);
    const answer = commands.send(type, payload, expected === undefined ? { id } : { id, expected });
    handlers.onSent?.();
    const outcome = await answer;
    isBusy.current = false;
    setInFlight(undefined);
    if (outcome.ok) {
      handlers.onReply(outcome.payload, payload);
      return;
    }
    setFault(outcome.error);
    if (isUnknown(outcome.error)) {
      setUnknown({ id, payload, expected });
    }
    handlers.onFault?.(outcome.error);
  };

  return {
    inFlight,
    fault,
    send: (payload, expected) => {
      if (unknown === undefined) {
        void carryOut({ id: commands.newId(), payload, expected });
      }
    },
    askAgain: unknown && (() => void carryOut(unknown)),
  };
}
