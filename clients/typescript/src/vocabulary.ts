/**
 * The words of the conversation in types: commands and replies, pushes, messages of topics, what is shown.
 *
 * Payloads are those of messages.ts, which is made of the server's schema.
 */

import type {
  Broadcasts,
  Commands,
  CommandType,
  ErrorBody,
  EventState,
  InitialState,
  Profile,
  PurchaseState,
  Pushes,
  PushType,
  StatsSnapshot,
  StreakState,
  Topics,
  UnackedEvent,
} from "./messages";

export type { CommandType, PushType };
export type CommandPayload<T extends CommandType> = Commands[T]["payload"];
export type CommandReply<T extends CommandType> = Commands[T]["reply"];

/**
 * A command was carried out. `seq` is the push that carries its effect, in `epoch` (empty where that is not known yet);
 * `dup` marks the answer to a repeat.
 */
export interface Success<T extends CommandType = CommandType> {
  readonly ok: true;
  readonly re: string;
  readonly type: T;
  readonly epoch: string;
  readonly seq: number;
  readonly version: number;
  readonly dup: boolean;
  readonly payload: CommandReply<T>;
}

/** A command was refused: nothing has changed. */
export interface Refusal<T extends CommandType = CommandType> {
  readonly ok: false;
  readonly re: string;
  readonly type: T;
  readonly error: RefusalError;
}

/** Why a command was refused: a code of the protocol, which tells its `details` apart, or the client's own. */
export type RefusalError = ErrorBody | FrameTooBig;

/** The server closed the socket with 1009, and this was the largest command on its way: it is not sent again. */
export interface FrameTooBig {
  readonly code: "frame_too_big";
  readonly status: 413;
  readonly retryable: false;
  readonly details: Readonly<Record<string, never>>;
}

export type Reply<T extends CommandType = CommandType> = Success<T> | Refusal<T>;

/** A numbered push of the player. One that was missed and came later, by replay or in a snapshot, is `replayed`. */
export type NumberedPush<T extends PushType = PushType> = {
  [K in T]: {
    readonly type: K;
    readonly payload: Pushes[K];
    readonly seq: number;
    readonly version: number;
    readonly replayed: boolean;
  };
}[T];

/** What every player is told; `n` counts the messages of the topic. */
export type Broadcast<T extends keyof Broadcasts = keyof Broadcasts> = {
  [K in T]: { readonly type: K; readonly payload: Broadcasts[K]; readonly n: number };
}[T];

export type Push = NumberedPush | Broadcast;

type MessagesOf<M> = { [K in keyof M]: { readonly type: K; readonly n: number; readonly payload: M[K] } }[keyof M];

/** A message of a topic; `state` comes first, and again whenever messages were missed. */
export type TopicMessage = MessagesOf<Topics["crash"]>;

/** A topic cannot be listened to. */
export interface TopicRefused {
  readonly type: "refused";
  readonly error: RefusalError;
}

export type TopicListener = (message: TopicMessage | TopicRefused) => void;

/**
 * What a client shows of its player. Values are immutable; a part that did not change keeps its identity.
 *
 * `seq` counts pushes within `epoch`, `version` the player's turns. The other fields are those of `initial_state`, with
 * `events` by their id.
 */
export interface PlayerState {
  readonly epoch: string;
  readonly seq: number;
  readonly version: number;
  readonly profile: Profile;
  readonly stats: StatsSnapshot;
  readonly streak: StreakState;
  readonly events: Readonly<Record<string, EventState>>;
  readonly purchases_pending: readonly PurchaseState[];
  readonly events_unacked: readonly UnackedEvent[];
  readonly events_filed: number;
  readonly games: InitialState["games"];
}

export type Part = keyof PlayerState;

/** A snapshot as `GET /api/realtime/snapshot` answers it. */
export interface Snapshot {
  readonly seq: number;
  readonly version: number;
  readonly payload: InitialState;
}
