import { expect, test } from "vitest";

import { resultsByGame } from "./shapes";

test("results are of the games that were played, the most staked first, with what was won or lost", () => {
  const results = resultsByGame({
    by_game: {
      rps: { games_played: 2, total_wagered: 200, total_won: 392 },
      slot: { games_played: 9, total_wagered: 900, total_won: 610 },
      crash: { games_played: 0 },
    },
  });
  expect(results.map(({ game, net, win_rate }) => [game, net, win_rate])).toEqual([
    ["slot", -290, 0],
    ["rps", 192, 0],
  ]);
});
