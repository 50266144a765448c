/** One act at a time: which one is under way, and a toast in words when it came to nothing. */
"use client";

import type { CommandPayload, CommandReply, CommandType } from "@pitboss/client";
import { useRef, useState } from "react";

import { toasts } from "@/design";
import { useCommands, useFaultText } from "@/sync";

export function useAct<Name extends string>() {
  const commands = useCommands();
  const textOf = useFaultText();
  const [busy, setBusy] = useState<Name | null>(null);
  const isBusy = useRef(false);
  /** Send a command; return its answer, or null when it was refused, which a toast has said. */
  async function act<T extends CommandType>(
    name: Name,
    type: T,
    payload: CommandPayload<T>,
  ): Promise<CommandReply<T> | null> {
    if (isBusy.current) {
      return null;
    }
    isBusy.current = true;
    setBusy(name);
    const outcome = await commands.send(type, payload);
    isBusy.current = false;
    setBusy(null);
    if (!outcome.ok) {
      toasts.add({ key: `act-${type}`, tone: "error", title: textOf(outcome.error) });
      return null;
    }
    return outcome.payload;
  }
  return { busy, act };
}
