/** What a mission asks and pays, in words. */
import { useFormats, useTexts } from "@/texts";
import { missionTexts } from "@/texts/missions";

import type { ActiveEvent } from "./shapes";

/** Multipliers come in hundredths. */
const CENTS = 100;

export function useMissionWords() {
  const t = useTexts(missionTexts);
  const formats = useFormats();
  const gameName = (game: string) => (game in t.games ? t.games[game as keyof typeof t.games] : game);
  const asks = ({ kind, target, games, multiplier }: ActiveEvent): string => {
    const among = games.length === 0 ? "" : t.inGames(games.map(gameName).join(t.or));
    return t.kind[kind](formats.number(target), among, formats.multiplier((multiplier ?? CENTS) / CENTS));
  };
  const reward = (mission: ActiveEvent): string =>
    mission.reward.map(({ type, amount }) => t.reward[type](formats.number(amount))).join(" + ");
  return { asks, reward };
}
