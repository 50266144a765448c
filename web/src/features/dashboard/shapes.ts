/** Statistics as they are shown: what the server leaves out is 0. Amounts in whole gold. */
import type { StatsSnapshot } from "@pitboss/client";

export interface GameStatsShown {
  readonly games_played: number;
  readonly wins: number;
  readonly losses: number;
  readonly win_rate: number;
  readonly total_wagered: number;
  readonly total_won: number;
  readonly biggest_win: number;
  readonly best_multiplier: number;
  readonly current_streak: number;
}

export type StatsShown = GameStatsShown;

const NOTHING: GameStatsShown = {
  games_played: 0,
  wins: 0,
  losses: 0,
  win_rate: 0,
  total_wagered: 0,
  total_won: 0,
  biggest_win: 0,
  best_multiplier: 0,
  current_streak: 0,
};

export function shownStats(stats: Partial<GameStatsShown>): GameStatsShown {
  return { ...NOTHING, ...stats };
}

export interface GameResult extends GameStatsShown {
  readonly game: string;
  readonly net: number;
}

/** Return the games that were played, the most staked first. */
export function resultsByGame(stats: StatsSnapshot): readonly GameResult[] {
  return Object.entries(stats.by_game)
    .map(([game, each]) => ({ game, ...shownStats(each) }))
    .filter(({ games_played }) => games_played > 0)
    .map((each) => ({ ...each, net: each.total_won - each.total_wagered }))
    .toSorted((one, other) => other.total_wagered - one.total_wagered);
}
