/** The server's messages as texts, for tests of the core. */

import type { InitialState, Profile, StatsSnapshot, StreakState } from "../src/messages";

export const PROFILE: Profile = {
  gold: 1000,
  gold_balance: 1000,
  gems: 0,
  xp: 0,
  tier: "BRONZE",
  shards: 0,
  debts: {},
};
const STATS: StatsSnapshot = {
  games_played: 0,
  wins: 0,
  losses: 0,
  win_rate: 0,
  total_wagered: 0,
  total_won: 0,
  biggest_win: 0,
  best_multiplier: 0,
  current_streak: 0,
  by_game: {},
};
const STREAK: StreakState = {
  count: 0,
  longest: 0,
  freezes: 0,
  freezes_max: 2,
  freeze_price: 200,
  ticked_today: false,
  next_reset: 0,
  run: 0,
  time_zone: "UTC",
  claimable: 0,
  next_claim: null,
};

/** Return the payload of a snapshot, with `changes` to it. */
export function stateOfPlayer(changes: Partial<InitialState> = {}): InitialState {
  return {
    profile: PROFILE,
    stats: STATS,
    streak: STREAK,
    events: [{ event_id: "ev7", progress: 0, target: 5, joined: false, can_claim: false, claimed: false }],
    purchases_pending: [],
    events_unacked: [],
    events_filed: 0,
    games: { slot: { machines: { cherries: { version: 3 } } }, rps: { version: 1 } },
    ...changes,
  };
}

export function hello(re: string, changes: Record<string, unknown> = {}): string {
  const payload = {
    session: "s_1",
    epoch: "e1",
    seq: 10,
    recovered: false,
    replayed: 0,
    ping_ms: 25_000,
    token_exp: 900_000,
    now: 0,
    ...changes,
  };
  return JSON.stringify({ re, type: "hello", payload });
}

export function initialState(seq: number, version: number, payload = stateOfPlayer(), epoch = "e1"): string {
  return JSON.stringify({ type: "initial_state", epoch, seq, version, payload });
}

export function push(type: string, seq: number, payload: unknown, prev = seq - 1, version = seq): string {
  return JSON.stringify({ type, seq, prev, version, payload });
}

export function profileUpdate(seq: number, gold: number, prev = seq - 1, version = seq): string {
  return push("profile_update", seq, { ...PROFILE, gold, gold_balance: gold }, prev, version);
}

export function reply(re: string, payload: unknown = {}, seq = 10, version = 10): string {
  return JSON.stringify({ re, ok: true, seq, version, payload });
}

export function refusal(re: string, code: string, details: Record<string, unknown> = {}, retryable = false): string {
  return JSON.stringify({ re, ok: false, error: { code, status: 409, retryable, details } });
}

export function topicMessage(type: string, n: number, payload: unknown = {}, topic = "crash:main"): string {
  return JSON.stringify({ topic, type, n, payload });
}
