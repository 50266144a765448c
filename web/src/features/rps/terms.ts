/** What the game pays now and which stakes are taken: read once, and again when the pays have changed. */
"use client";

import { useCallback, useEffect, useState } from "react";

import { ask, asProblem, type Problem } from "@/api/problem";
import type { components } from "@/api/schema";
import type { StakeBounds } from "@/stake/stake";

export interface Terms {
  /** Of the pays; a round by any other version is refused. */
  readonly version: number;
  /** Paid for a win, in hundredths of the stake. */
  readonly winHundredths: number;
  /** Lowest return at any stake, a share of 1. */
  readonly lowestReturn: number;
  readonly closed: boolean;
  readonly bounds: StakeBounds;
}

type Rules = components["schemas"]["RpsRules"];
type Economy = components["schemas"]["EconomyRules"];

async function readTerms(signal: AbortSignal): Promise<Terms> {
  const [rules, economy] = await Promise.all([
    ask("/api/games/rps", { signal }).then((answer) => answer.json() as Promise<Rules>),
    ask("/api/economy", { signal }).then((answer) => answer.json() as Promise<Economy>),
  ]);
  return {
    version: rules.version,
    winHundredths: rules.win_cents,
    lowestReturn: rules.rtp,
    closed: rules.closed,
    bounds: { min: economy.bet_min, max: economy.bet_max },
  };
}

export type TermsState =
  { readonly terms: Terms; readonly problem?: undefined } | { readonly terms?: undefined; readonly problem?: Problem };

/** Read the terms; `reload` reads them again. */
export function useTerms(): TermsState & { readonly reload: () => void } {
  const [state, setState] = useState<TermsState>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const reading = new AbortController();
    readTerms(reading.signal).then(
      (terms) => setState({ terms }),
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
