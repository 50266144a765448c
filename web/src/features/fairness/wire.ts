/** What the proofs ask of the gateway. Each throws a Problem. */
import { ask } from "@/api/problem";

import type { SeedsShown } from "./notes/notes";
import type { RulesWanted } from "./proof/verify";

/** A settled round of the player, as the history lists it. */
export interface RecentRound {
  readonly round_id: string;
  readonly game: string;
  readonly bet: number;
  readonly payout: number;
}

const RECENT = 6;

/** Return the seeds of the player in force. */
export async function askSeeds(token: string): Promise<SeedsShown> {
  return (await (await ask("/api/fairness/seeds", { token })).json()) as SeedsShown;
}

/** Return the last rounds of the player, newest first. */
export async function askRecent(token: string): Promise<readonly RecentRound[]> {
  const answer = await ask(`/api/games/history?limit=${RECENT}`, { token });
  return ((await answer.json()) as { items: readonly RecentRound[] }).items;
}

/** Return the record of a round, which anybody may see. */
export async function askRound(id: string, signal?: AbortSignal): Promise<unknown> {
  return (await ask(`/api/fairness/rounds/${encodeURIComponent(id)}`, { signal })).json();
}

/** Return the rules of a game in one version. */
export async function askRules({ game, id, version }: RulesWanted, signal?: AbortSignal): Promise<unknown> {
  const name = encodeURIComponent(id);
  const paths = {
    rps: "/api/games/rps",
    slot: `/api/games/slot/machines/${name}`,
    gacha: `/api/games/gacha/banners/${name}/rates`,
  };
  return (await ask(`${paths[game]}?version=${version}`, { signal })).json();
}
