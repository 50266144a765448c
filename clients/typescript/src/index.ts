/**
 * A player's side of the Pitboss protocol, for browsers and Node.
 *
 * The core does no I/O. Read core/conversation.ts, the protocol; core/player-state.ts, what pushes make of the state;
 * core/reconnection.ts, the close codes and the back-off; then connector.ts and client.ts, the shell.
 */

export { BearerSession, type Credentials } from "./bearer-session";
export { browserEnvironment } from "./browser";
export { type Change, type CommandOptions, PitbossClient, type PitbossClientOptions } from "./client";
export type { Connection, StopReason } from "./connection";
export type { Environment, Signal, Socket, SocketListener, WebSocketFactory, WebSocketLike } from "./environment";
export {
  CommandTooLarge,
  IdInUse,
  LoggedOut,
  NoAnswer,
  PitbossError,
  RequestRefused,
  Stopped,
  TooManyPending,
} from "./errors";
export { nodeEnvironment } from "./node";
export type { Tokens } from "./tokens";
// The payloads of the protocol. Where a name stands in both, the client's own below is meant.
export type * from "./messages";
export type {
  Broadcast,
  CommandPayload,
  CommandReply,
  CommandType,
  FrameTooBig,
  NumberedPush,
  Part,
  PlayerState,
  Push,
  PushType,
  Refusal,
  RefusalError,
  Reply,
  Snapshot,
  Success,
  TopicListener,
  TopicMessage,
  TopicRefused,
} from "./vocabulary";
