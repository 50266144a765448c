/**
 * Pulls: gold stands still until the last item is shown. The memory is read at the start, for pulls of another tab are in
 * no push.
 */
"use client";

import type { CommandReply } from "@pitboss/client";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { prefersReducedMotion } from "@/design";
import { useCommand, useCommands, type CommandFault } from "@/sync";

import { priceOf, type BannerRates } from "./banners";
import { afterPulls, memoryOf, type Memory } from "./keepsakes";

export type Pulled = CommandReply<"gacha.pull">;

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
  const { send, holdGold } = useCommands();
  const [memory, setMemory] = useState<Memory>();
  const [pulled, setPulled] = useState<Pulled>();
  const [revealing, setRevealing] = useState(false);
  const typeOf = useRef(new Map<string, string>());
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

  const pulling = useCommand("gacha.pull", {
    onSent: () => {
      skip();
      release.current = holdGold();
    },
    onReply: (reply) => {
      const type = typeOf.current.get(reply.banner);
      setPulled(reply);
      if (type !== undefined) {
        setMemory((before) => afterPulls(before ?? {}, type, reply));
      }
      if (prefersReducedMotion()) {
        skip();
      } else {
        setRevealing(true);
      }
    },
    onFault: ({ code }) => {
      skip();
      if (code === "version_conflict") {
        onVersionChanged();
      }
    },
  });

  return {
    memory,
    busy: pulling.inFlight !== undefined,
    pulled,
    revealing,
    skip,
    fault: pulling.fault,
    pull: (banner, count) => {
      typeOf.current.set(banner.banner, banner.type);
      pulling.send({ banner: banner.banner, count, version: banner.version }, { gold: -priceOf(banner) * count });
    },
    askAgain: pulling.askAgain,
  };
}
