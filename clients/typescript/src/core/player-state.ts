/**
 * The player's state: a snapshot, and what each push makes of it. Nothing here is changed in place.
 *
 * A push carries absolute values. One of a version that the state already includes changes nothing but `seq`: a
 * snapshot that was read over REST may be ahead of the pushes that are replayed afterwards.
 */

import type {
  EventProgress,
  InitialState,
  PurchaseState,
  PurchaseUpdate,
  RewardGranted,
  StatsUpdate,
  UnackedEvent,
} from "../messages";
import type { NumberedPush, Part, PlayerState, Snapshot } from "../vocabulary";
import { isRecord, share } from "./sharing";

/** Unacknowledged events that a snapshot holds; of more, the oldest are filed. */
const UNACKED_EVENTS_MAX = 256;

type Values = Omit<PlayerState, "epoch" | "seq" | "version">;

/** Return the state that a snapshot shows, sharing with `before` what is equal. */
export function stateOf(snapshot: Snapshot, epoch: string, before: PlayerState | undefined): PlayerState {
  const { seq, version, payload } = snapshot;
  return share(before, { ...valuesOf(payload), epoch, seq, version });
}

/** Return the state after a push; `includedVersion` is that of the newest snapshot. */
export function afterPush(before: PlayerState, push: NumberedPush, includedVersion: number): PlayerState {
  const { seq } = push;
  if (push.version <= includedVersion) {
    return { ...before, seq };
  }
  return share(before, { ...before, ...changesOf(before, push), seq, version: Math.max(before.version, push.version) });
}

/** Return the state without events that the server knows to be handled. */
export function withoutEvents(before: PlayerState, ids: ReadonlySet<string>): PlayerState {
  const left = before.events_unacked.filter((event) => !ids.has(event.id));
  return left.length === before.events_unacked.length ? before : { ...before, events_unacked: left };
}

/** The list in `games` of a snapshot that holds what a player may be shown a version of, and the detail that names it. */
const SHOWN: ReadonlyMap<string, readonly [game: string, list: string, named: string]> = new Map([
  ["slot.spin", ["slot", "machines", "machine"]],
  ["gacha.pull", ["gacha", "banners", "banner"]],
  ["rps.play", ["rps", "", ""]],
]);

/** Return the state with the version that a `version_conflict` names as the one in force. */
export function withVersionInForce(
  before: PlayerState,
  type: string,
  details: Readonly<Record<string, unknown>>,
): PlayerState {
  const shown = SHOWN.get(type);
  if (shown === undefined || typeof details["version"] !== "number") {
    return before;
  }
  const [game, list, named] = shown;
  const path = list === "" ? [game, "version"] : [game, list, String(details[named]), "version"];
  return share(before, { ...before, games: replaced(before.games, path, details["version"]) });
}

/** Return the parts that are not identical. */
export function changedParts(before: PlayerState | undefined, after: PlayerState): ReadonlySet<Part> {
  const parts = Object.keys(after) as Part[];
  return new Set(parts.filter((part) => !Object.is(before?.[part], after[part])));
}

/** Return the event that a push of the event class is, if it has to be acknowledged. */
export function noticeOf(push: NumberedPush): UnackedEvent | undefined {
  switch (push.type) {
    case "reward_granted":
      return notice(push.payload.grant_id, push.type, push.payload);
    case "purchase_update":
      return push.payload.status === "pending" ? undefined : notice(push.payload.purchase_id, push.type, push.payload);
    default:
      return undefined;
  }
}

function notice(id: string, type: string, payload: RewardGranted | PurchaseUpdate): UnackedEvent {
  return { id, type, payload: { ...payload } };
}

function valuesOf(payload: InitialState): Values {
  return {
    profile: payload.profile,
    stats: payload.stats,
    streak: payload.streak,
    events: Object.fromEntries(payload.events.map((event) => [event.event_id, event])),
    purchases_pending: payload.purchases_pending,
    events_unacked: payload.events_unacked,
    events_filed: payload.events_filed,
    games: payload.games,
  };
}

function changesOf(before: PlayerState, push: NumberedPush): Partial<Values> {
  switch (push.type) {
    case "profile_update":
      return { profile: push.payload };
    case "stats_update":
      return { stats: afterGame(before.stats, push.payload) };
    case "streak_update":
      return { streak: push.payload };
    case "event_progress":
      return { events: afterProgress(before.events, push.payload) };
    case "reward_granted":
      return remembered(before, push);
    case "purchase_update":
      return { purchases_pending: afterPurchase(before.purchases_pending, push.payload), ...remembered(before, push) };
    default:
      return {};
  }
}

function afterGame(before: PlayerState["stats"], payload: StatsUpdate): PlayerState["stats"] {
  const { game: _, by_game, ...overall } = payload;
  return { ...overall, by_game: { ...before.by_game, ...by_game } };
}

function afterProgress(before: PlayerState["events"], payload: EventProgress): PlayerState["events"] {
  const { more = [], ...first } = payload;
  return { ...before, ...Object.fromEntries([first, ...more].map((event) => [event.event_id, event])) };
}

function afterPurchase(before: readonly PurchaseState[], payload: PurchaseUpdate): readonly PurchaseState[] {
  const known = before.find((purchase) => purchase.purchase_id === payload.purchase_id);
  const others = before.filter((purchase) => purchase !== known);
  return payload.status === "pending" ? [...others, { ...known, ...payload }] : others;
}

function remembered(before: PlayerState, push: NumberedPush): Partial<Values> {
  const event = noticeOf(push);
  if (event === undefined) {
    return {};
  }
  const events = [...before.events_unacked.filter((known) => known.id !== event.id), event];
  const filed = Math.max(0, events.length - UNACKED_EVENTS_MAX);
  return { events_unacked: events.slice(filed), events_filed: before.events_filed + filed };
}

function replaced<T>(tree: T, path: readonly string[], value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value as T;
  }
  return isRecord(tree) && Object.hasOwn(tree, key) ? { ...tree, [key]: replaced(tree[key], rest, value) } : tree;
}
