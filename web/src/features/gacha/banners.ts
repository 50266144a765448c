/** The banners with their rates, as the roller uses them: read once, and again when a version has changed. */
"use client";

import { useCallback, useEffect, useState } from "react";

import { ask, asProblem, type Problem } from "@/api/problem";
import type { components } from "@/api/schema";

export type BannerRates = components["schemas"]["BannerRates"];
export type BannerRarity = components["schemas"]["BannerRarity"];

interface State {
  readonly banners?: readonly BannerRates[];
  readonly problem?: Problem;
}

async function readBanners(signal: AbortSignal): Promise<readonly BannerRates[]> {
  const answer = await ask("/api/games/gacha/banners", { signal });
  return ((await answer.json()) as components["schemas"]["Banners"]).items;
}

/** Read the banners; `reload` reads them again. */
export function useBanners(): State & { readonly reload: () => void } {
  const [state, setState] = useState<State>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const reading = new AbortController();
    readBanners(reading.signal).then(
      (banners) => setState({ banners }),
      (error: unknown) => {
        if (!reading.signal.aborted) {
          setState({ problem: asProblem(error) });
        }
      },
    );
    return () => reading.abort();
  }, [turn]);
  return { ...state, reload: useCallback(() => setTurn((before) => before + 1), []) };
}

/** The price of one pull, whole gold. */
export const priceOf = (banner: BannerRates): number => Number(banner.price.amount);
