/**
 * Selectors: each renders its reader only when its own part changes. Undefined means that nothing is known yet: show a
 * skeleton. What they give is immutable.
 */
"use client";

import type {
  Connection,
  EventState,
  PlayerState,
  Profile,
  Push,
  PurchaseState,
  StatsSnapshot,
  StreakState,
  TopicListener,
} from "@pitboss/client";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

import { useSyncStore } from "./RealtimeSync";
import type { Gold, SyncStore } from "./store";

/** Read `select` of the store. It must give the same value as long as nothing that it reads changes: no new objects. */
export function useSelector<T>(select: (store: SyncStore) => T): T {
  const store = useSyncStore();
  const read = () => select(store);
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Read a part of the player. */
export function usePlayer<T>(select: (player: PlayerState) => T): T | undefined {
  return useSelector(({ player }) => (player === undefined ? undefined : select(player)));
}

export const useConnection = (): Connection => useSelector((store) => store.connection);

/** Gold as it is shown, marked while it is optimistic. */
export const useGold = (): Gold | undefined => useSelector((store) => store.gold);

/** Balances, experience, tier, debts. For gold on screen read useGold. */
export const useProfile = (): Profile | undefined => usePlayer((player) => player.profile);

export const useStats = (): StatsSnapshot | undefined => usePlayer((player) => player.stats);

export const useStreak = (): StreakState | undefined => usePlayer((player) => player.streak);

/** Events and missions by id. */
export const useEvents = (): Readonly<Record<string, EventState>> | undefined => usePlayer((player) => player.events);

export const useEvent = (id: string): EventState | undefined => usePlayer((player) => player.events[id]);

/** Purchases that have not ended. */
export const usePurchases = (): readonly PurchaseState[] | undefined => usePlayer((player) => player.purchases_pending);

/** What a game tells in the snapshot (`games.NAME`); its shape is the game's own. */
export const useGame = (name: string): unknown => usePlayer((player) => player.games[name]);

/** Listen to a topic, as crash:main, while mounted. `state` comes first and after every gap; null listens to nothing. */
export function useTopic(name: string | null, listener: TopicListener): void {
  const store = useSyncStore();
  const hear = useEffectEvent(listener);
  useEffect(() => (name === null ? undefined : store.topic(name, (message) => hear(message))), [store, name]);
}

/** Call `handle` with every push while mounted, for what is no state: a purchase that ended, a catalog that changed. */
export function usePush(handle: (push: Push) => void): void {
  const store = useSyncStore();
  const hear = useEffectEvent(handle);
  useEffect(() => store.onPush((push) => hear(push)), [store]);
}
