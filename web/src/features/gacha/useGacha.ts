/**
 * Pulls: one command in flight, gold standing still until the last item is shown, and an outcome that is unknown asked
 * for by the id of its round. The memory is read at the start, for pulls of another tab are in no push.
 */
"use client";

import type { CommandPayload, CommandReply } from "@pitboss/client";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { prefersReducedMotion } from "@/design";
import { useCommands, type CommandFault } from "@/sync";

import { priceOf, type BannerRates } from "./banners";
import { afterPulls, memoryOf, type Memory } from "./keepsakes";

export type Pulled = CommandReply<"gacha.pull">;

interface Asked {
  readonly id: string;
  readonly banner: BannerRates;
  readonly payload: CommandPayload<"gacha.pull">;
}

export interface GachaGame {
  /** undefined until it has been read. */
  readonly memory: Memory | undefined;
  readonly busy: boolean;
  readonly pulled: Pulled | undefined;
  /** Items are still being turned over. */
  readonly revealing: boolean;
  readonly skip: () => void;
  readonly fault: CommandFault | undefined;
  readonly pull: (banner: BannerRates, count: 1 | 10) => void;
  readonly askAgain: (() => void) | undefined;
}

export const REVEAL_ITEM_MS = 160;

export function useGacha(onVersionChanged: () => void): GachaGame {
  const { send, newId, holdGold } = useCommands();
  const [memory, setMemory] = useState<Memory>();
  const [busy, setBusy] = useState(false);
  const [pulled, setPulled] = useState<Pulled>();
  const [revealing, setRevealing] = useState(false);
  const [fault, setFault] = useState<CommandFault>();
  const [unknown, setUnknown] = useState<Asked>();
  const inFlight = useRef(false);
  const release = useRef<() => void>(undefined);

  useEffect(() => {
    void send("state.get", {}).then((outcome) => {
      if (outcome.ok) {
        setMemory(memoryOf(outcome.payload.games));
      }
    });
  }, [send]);
  useEffect(() => () => release.current?.(), []);

  const skip = () => {
    release.current?.();
    release.current = undefined;
    setRevealing(false);
  };
  const ended = useEffectEvent(skip);
  useEffect(() => {
    if (!revealing || pulled === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => ended(), (pulled.pulls.length + 1) * REVEAL_ITEM_MS);
    return () => clearTimeout(timer);
  }, [revealing, pulled]);

  const carryOut = async (asked: Asked) => {
    // State comes a render later: two presses in one frame must not become two rounds.
    if (inFlight.current) {
      return;
    }
    inFlight.current = true;
    skip();
    setBusy(true);
    setFault(undefined);
    setUnknown(undefined);
    const stake = priceOf(asked.banner) * asked.payload.count;
    const answer = send("gacha.pull", asked.payload, { id: asked.id, expected: { gold: -stake } });
    release.current = holdGold();
    const outcome = await answer;
    inFlight.current = false;
    setBusy(false);
    if (outcome.ok) {
      setPulled(outcome.payload);
      setMemory((before) => afterPulls(before ?? {}, asked.banner.type, outcome.payload));
      if (prefersReducedMotion()) {
        skip();
      } else {
        setRevealing(true);
      }
      return;
    }
    skip();
    setFault(outcome.error);
    if (outcome.error.code === "no_answer" || outcome.error.code === "timeout") {
      setUnknown(asked);
    } else if (outcome.error.code === "version_conflict") {
      onVersionChanged();
    }
  };

  return {
    memory,
    busy,
    pulled,
    revealing,
    skip,
    fault,
    pull: (banner, count) => {
      if (unknown === undefined) {
        const payload = { banner: banner.banner, count, version: banner.version };
        void carryOut({ id: newId(), banner, payload });
      }
    },
    askAgain: unknown && (() => void carryOut(unknown)),
  };
}
