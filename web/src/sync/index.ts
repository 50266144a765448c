/** The state of the player, live. Read store.ts, then selectors.ts. */
export { isUnknown, type CommandFault, type Outcome } from "./outcome";
export { RealtimeSyncProvider } from "./RealtimeSync";
export {
  useConnection,
  useEvent,
  useEvents,
  useGame,
  useGold,
  usePlayer,
  useProfile,
  usePurchases,
  usePush,
  useStats,
  useStreak,
  useTopic,
} from "./selectors";
export type { Gold } from "./store";
export { useCommand, type CommandInUse } from "./useCommand";
export { useCommands, type Commands } from "./useCommands";
export { useFaultText } from "./useFaultText";
