import { expect, test } from "vitest";

import { resultsByGame, shownStats } from "./shapes";

test("results are of the games that were played, the most staked first, with what was won or lost", () => {
  const results = resultsByGame({
    ...shownStats({}),
    by_game: {
      rps: shownStats({ games_played: 2, total_wagered: 200, total_won: 392 }),
      slot: shownStats({ games_played: 9, total_wagered: 900, total_won: 610 }),
      crash: shownStats({}),
    },
  });
  expect(results.map(({ game, net, win_rate }) => [game, net, win_rate])).toEqual([
    ["slot", -290, 0],
    ["rps", 192, 0],
  ]);
});
