/** How much waits at each place: what can be claimed, what is being paid. */
"use client";

import type { PlayerState } from "@pitboss/client";

import { usePlayer } from "@/sync";
import { useTexts } from "@/texts";
import { walletTexts } from "@/texts/wallet";

import type { Place } from "./places";

export type Badges = Partial<Record<Place, { readonly count: number; readonly label: string }>>;

/** Return how many rewards can be claimed now: missions that are met, rungs of the streak. */
export function claimableOf({ events, streak }: Pick<PlayerState, "events" | "streak">): number {
  const missions = Object.values(events).filter((event) => event.can_claim && !event.claimed).length;
  return missions + streak.claimable;
}

export function useBadges(): Badges {
  const t = useTexts(walletTexts);
  const claimable = usePlayer(claimableOf) ?? 0;
  const paying = usePlayer((player) => player.purchases_pending.length) ?? 0;
  return {
    home: { count: claimable, label: t.waiting.home(claimable) },
    shop: { count: paying, label: t.waiting.shop(paying) },
  };
}
