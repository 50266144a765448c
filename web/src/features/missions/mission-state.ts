/** What a player can do about a mission now. Times are Unix ms; the server decides, this says what to show. */

export interface Mission {
  readonly event_id: string;
  readonly progress: number;
  readonly target: number;
  readonly joined: boolean;
  readonly can_claim: boolean;
  readonly claimed: boolean;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly claim_ends_at: number | null;
  readonly requires: readonly string[];
  readonly repeat: "daily" | "once" | "weekly";
}

/** What pushes say about a mission: newer than the list that was read. */
export type Progress = Pick<Mission, "event_id" | "progress" | "target" | "joined" | "can_claim" | "claimed">;

export type MissionState = "locked" | "upcoming" | "open" | "running" | "claimable" | "claimed" | "ended";

/** Return the mission with what the pushes have said since. */
export function withProgress<M extends Mission>(mission: M, pushed: Progress | undefined): M {
  return pushed === undefined ? mission : { ...mission, ...pushed };
}

/** Return the state of a mission; `done` are missions that were claimed, as far as they are known. */
export function stateOf(mission: Mission, done: ReadonlySet<string>, now: number): MissionState {
  if (mission.claimed) {
    return "claimed";
  }
  if (mission.can_claim) {
    return "claimable";
  }
  if (mission.starts_at !== null && now < mission.starts_at) {
    return "upcoming";
  }
  if (mission.ends_at !== null && now >= mission.ends_at) {
    return "ended";
  }
  if (mission.joined) {
    return "running";
  }
  return mission.requires.every((id) => done.has(id)) ? "open" : "locked";
}

const ORDER: Record<MissionState, number> = {
  claimable: 0,
  running: 1,
  open: 2,
  upcoming: 3,
  locked: 4,
  claimed: 5,
  ended: 6,
};

export interface Listed<M extends Mission> {
  readonly mission: M;
  readonly state: MissionState;
}

/** Return the missions with their states: what can be claimed first, what is over last, else as the server has them. */
export function listed<M extends Mission>(
  missions: readonly M[],
  pushed: Readonly<Record<string, Progress>>,
  now: number,
): readonly Listed<M>[] {
  const fresh = missions.map((mission) => withProgress(mission, pushed[mission.event_id]));
  const done = new Set(fresh.filter(({ claimed }) => claimed).map(({ event_id }) => event_id));
  return fresh
    .map((mission) => ({ mission, state: stateOf(mission, done, now) }))
    .toSorted((one, other) => ORDER[one.state] - ORDER[other.state]);
}

/** Return the missions in the order in which their ids were shown: no row moves away from who is about to press it. */
export function inOrder<M extends Mission>(
  missions: readonly Listed<M>[],
  ids: readonly string[],
): readonly Listed<M>[] {
  const place = ({ mission }: Listed<M>) => ids.indexOf(mission.event_id);
  return missions.toSorted((one, other) => place(one) - place(other));
}

/** Return how many missions can be claimed: what a badge shows. */
export function claimableCount(pushed: Readonly<Record<string, Progress>>): number {
  return Object.values(pushed).filter(({ can_claim }) => can_claim).length;
}
