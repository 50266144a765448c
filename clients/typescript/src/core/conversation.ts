/**
 * The protocol as its client sees it, without I/O: text messages in, events and text messages out.
 *
 * A command keeps its id until it is answered, over any number of sockets; after `hello` it is sent again. Every push
 * is checked against `prev`: after a missed one nothing more is applied until a new socket has resumed. The messages
 * are those of docs/api/messages.schema.json.
 */

import { type InitialState, PUSHES, type SessionRequestType } from "../messages";
import type {
  CommandPayload,
  CommandType,
  NumberedPush,
  PlayerState,
  Push,
  RefusalError,
  Reply,
  Snapshot,
  Success,
  TopicMessage,
} from "../vocabulary";
import { CommandQueue, type PendingCommand } from "./command-queue";
import type { CoreEvent } from "./events";
import { type Incoming, numberOf, readMessage, recordOf } from "./incoming";
import { Notices } from "./notices";
import { afterPush, changedParts, stateOf, withoutEvents, withVersionInForce } from "./player-state";
import { TopicFeed } from "./topic-feed";
import type { UlidSource } from "./ulid";

const AUTH_REFRESH: SessionRequestType = "auth.refresh";
const NUMBERED: ReadonlySet<string> = new Set(Object.keys(PUSHES));

type Phase = "offline" | "greeting" | "catching_up" | "open" | "broken";

export interface ConversationOptions {
  readonly ids: UlidSource;
  /** The name that the server is told in `connect`. */
  readonly clientName: string;
  /** Whether pongs acknowledge events that were handed on; otherwise the commands `event.ack` of the user do. */
  readonly acknowledges: boolean;
}

/** One player's conversation over any number of sockets, one at a time. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #commands = new CommandQueue();
  readonly #notices = new Notices();
  readonly #feeds = new Map<string, TopicFeed>();
  /** Ids of events that commands of the core's own acknowledge, by the id of the command that waits. */
  readonly #acknowledging = new Map<string, readonly string[]>();
  #phase: Phase = "offline";
  #state: PlayerState | undefined;
  /** The version that the newest snapshot includes: a push of no later one changes no value. */
  #includedVersion = 0;
  #outgoing: string[] = [];
  #connectId = "";
  /** The seq from which on the state is complete, and how many pushes were missed. */
  #catchUp: { readonly seq: number; readonly missed: number | undefined } | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  get state(): PlayerState | undefined {
    return this.#state;
  }

  /** Commands that wait for an answer, those about the socket included. */
  get pending(): number {
    return this.#commands.size;
  }

  /** Return whether the effect of an accepted command is part of the state. */
  isShown(reply: Success): boolean {
    const state = this.#state;
    if (state === undefined) {
      return false;
    }
    if (this.#includedVersion >= reply.version || state.version > reply.version) {
      return true;
    }
    if (reply.epoch === "" || reply.epoch !== state.epoch) {
      return false;
    }
    // A later turn may have pushed nothing: then its seq is the last one. Another seq of a later version is that of a
    // reply which overtook the snapshot of its epoch: the client does not know that epoch yet.
    return state.version === reply.version ? state.seq >= reply.seq : state.seq === reply.seq;
  }

  // --- outgoing ---

  /** A socket is open: ask to be let in, from the last push that was applied if there is one. */
  connect(token: string): void {
    this.#phase = "greeting";
    this.#connectId = this.#options.ids.next();
    const position = this.#state !== undefined && this.#state.epoch !== "" ? this.#state : undefined;
    const resume = position === undefined ? {} : { resume: { epoch: position.epoch, seq: position.seq } };
    const payload = { token, client: this.#options.clientName, ...resume };
    this.#outgoing = [JSON.stringify({ id: this.#connectId, type: "connect", payload })];
  }

  /**
   * Send a command now, or as soon as the server has greeted a socket; return its id.
   *
   * @throws TooManyPending, CommandTooLarge, IdInUse
   */
  command<T extends CommandType>(type: T, payload: CommandPayload<T>, id = this.#options.ids.next()): string {
    this.#commands.add(id, type, payload);
    return id;
  }

  /** Show a fresh access token on the open socket. */
  showToken(token: string): void {
    if (this.#isGreeted()) {
      this.#commands.add(this.#options.ids.next(), AUTH_REFRESH, { token }, true);
    }
  }

  /** Listen to a topic from now on, and again on every later socket; its state comes first. */
  subscribe(topic: string): void {
    const feed = this.#feeds.get(topic) ?? new TopicFeed(topic);
    this.#feeds.set(topic, feed);
    this.#ask(feed);
  }

  /** Listen to a topic no longer. */
  unsubscribe(topic: string): void {
    const feed = this.#feeds.get(topic);
    if (feed !== undefined && this.#feeds.delete(topic) && this.#isGreeted()) {
      this.#commands.add(this.#options.ids.next(), `${feed.kind}.unsubscribe`, feed.payload, true);
    }
  }

  /** The time that the server asked to wait is over: send this command again, unless it was answered meanwhile. */
  retry(id: string): void {
    this.#commands.release(id);
  }

  /** Stop waiting for this command; its outcome is unknown. */
  giveUp(id: string): void {
    this.#commands.giveUp(id);
  }

  /** Return the text messages to send now, in this order; each is returned once. */
  takeOutgoing(): string[] {
    const messages = [...this.#outgoing, ...(this.#isGreeted() ? this.#commands.due() : [])];
    this.#outgoing = [];
    return messages;
  }

  // --- the end of a socket ---

  /** The socket is gone. After a frame that was too big the largest command is refused, and never sent again. */
  disconnected(frameTooBig = false): CoreEvent[] {
    this.#phase = "offline";
    this.#catchUp = undefined;
    this.#outgoing = [];
    this.#feeds.forEach((feed) => feed.lose());
    const largest = frameTooBig ? this.#commands.largestSent() : undefined;
    this.#commands.disconnected();
    if (largest === undefined || largest.ofSocket) {
      return [];
    }
    return [this.#refused(largest, { code: "frame_too_big", status: 413, retryable: false, details: {} })];
  }

  /** Do not resume: the next socket begins with a snapshot. What is shown stays until then. */
  forgetPosition(): void {
    if (this.#state !== undefined) {
      this.#state = { ...this.#state, epoch: "" };
    }
  }

  /** Another player begins. */
  forgetPlayer(): void {
    this.#state = undefined;
    this.#includedVersion = 0;
    this.#notices.clear();
    this.#commands.clear();
    this.#acknowledging.clear();
  }

  // --- incoming ---

  /** Show a snapshot that was read over REST while there is no socket, unless what is shown is as new. */
  adopt(snapshot: Snapshot): CoreEvent[] {
    const before = this.#state;
    if (this.#phase !== "offline" || snapshot.version <= (before?.version ?? -1)) {
      return [];
    }
    this.#includedVersion = snapshot.version;
    this.#state = stateOf({ ...snapshot, seq: before?.seq ?? 0 }, before?.epoch ?? "", before);
    return this.#changed(before, this.#notices.ofSnapshot(this.#state));
  }

  /** Apply one message of the server; return the events that follow from it. */
  receive(text: string): CoreEvent[] {
    if (this.#phase === "offline" || this.#phase === "broken") {
      return [];
    }
    const message = readMessage(text);
    if (message === undefined) {
      return this.#broken("unreadable");
    }
    if (message.ok !== undefined) {
      return this.#replied(message);
    }
    switch (message.type) {
      case "hello":
        return this.#greeted(message);
      case "initial_state":
        return this.#replaced(message);
      case "ping":
        return this.#pinged(message);
      case "reconnect":
        return [{ kind: "drain", windowMs: numberOf(message.payload["window_ms"]) }];
      default:
        return message.topic !== "" ? this.#heard(message) : message.seq > 0 ? this.#pushed(message) : [];
    }
  }

  #greeted(message: Incoming): CoreEvent[] {
    if (message.re !== this.#connectId || this.#phase !== "greeting") {
      return [];
    }
    const hello = message.payload;
    this.#phase = "catching_up";
    this.#catchUp =
      hello["recovered"] === true ? { seq: numberOf(hello["seq"]), missed: numberOf(hello["replayed"]) } : undefined;
    this.#feeds.forEach((feed) => this.#ask(feed));
    const [now, tokenExp, pingMs] = [hello["now"], hello["token_exp"], hello["ping_ms"]].map(numberOf);
    return [{ kind: "greeted", now: now ?? 0, tokenExp: tokenExp ?? 0, pingMs: pingMs ?? 0 }, ...this.#caughtUp()];
  }

  #replaced(message: Incoming): CoreEvent[] {
    if (!this.#isGreeted()) {
      return [];
    }
    const before = this.#state;
    if (this.#phase === "open" && message.version < (before?.version ?? 0)) {
      return []; // one that came late or twice: versions never fall while a socket is open
    }
    // The server makes what it sends by the schema; it is not examined anew by every client.
    const snapshot = {
      seq: message.seq,
      version: message.version,
      payload: message.payload as unknown as InitialState,
    };
    this.#includedVersion = message.version;
    this.#state = stateOf(snapshot, message.epoch, before);
    this.#catchUp = { seq: message.seq, missed: undefined };
    return [...this.#changed(before, this.#notices.ofSnapshot(this.#state)), ...this.#caughtUp()];
  }

  #pushed(message: Incoming): CoreEvent[] {
    const before = this.#state;
    const isEarly = this.#phase === "catching_up" && this.#catchUp === undefined; // the snapshot was to come first
    if (!this.#isGreeted() || (!isEarly && before !== undefined && message.seq <= before.seq)) {
      return [];
    }
    if (isEarly || message.prev !== before?.seq) {
      return this.#broken("gap");
    }
    const { type, payload, seq, version } = message;
    const push = { type, payload, seq, version, replayed: this.#phase === "catching_up" } as unknown as NumberedPush;
    this.#state = afterPush(before, push, this.#includedVersion);
    const isNew = NUMBERED.has(type) && this.#notices.isNew(push);
    return [...this.#changed(before, isNew ? [push] : []), ...this.#caughtUp()];
  }

  #heard(message: Incoming): CoreEvent[] {
    const { topic, type, n, payload } = message;
    const feed = this.#feeds.get(topic);
    if (feed === undefined) {
      return type === "shop_update" ? [{ kind: "push", message: { type, n, payload } as unknown as Push }] : [];
    }
    const heard = { type, n, payload } as unknown as TopicMessage;
    const fate = feed.received(heard);
    if (fate === "missed") {
      this.#ask(feed);
    }
    return fate === "shown" ? [{ kind: "topic", topic, message: heard }] : [];
  }

  /** Answer a ping; what was handed on is acknowledged by it. */
  #pinged(message: Incoming): CoreEvent[] {
    const before = this.#state;
    const pong = { type: "pong", t: message.t };
    const ping: CoreEvent = { kind: "ping", t: message.t };
    if (before === undefined || this.#phase !== "open" || !this.#options.acknowledges) {
      this.#outgoing.push(JSON.stringify(pong));
      return [ping];
    }
    this.#outgoing.push(JSON.stringify({ ...pong, ack: before.seq }));
    this.#state = withoutEvents(before, new Set(before.events_unacked.map((event) => event.id)));
    return [ping, ...this.#changed(before, [])];
  }

  #caughtUp(): CoreEvent[] {
    const catchUp = this.#catchUp;
    if (this.#phase !== "catching_up" || catchUp === undefined || (this.#state?.seq ?? -1) < catchUp.seq) {
      return [];
    }
    this.#phase = "open";
    if (catchUp.missed !== undefined) {
      this.#acknowledgeEarlier();
    }
    return [{ kind: "ready", missed: catchUp.missed }];
  }

  /** After a resume: a pong acknowledges only what came over its own socket, so what came before needs a command. */
  #acknowledgeEarlier(): void {
    const asked = new Set([...this.#acknowledging.values()].flat());
    const ids = (this.#state?.events_unacked ?? []).map((event) => event.id).filter((id) => !asked.has(id));
    if (this.#options.acknowledges && ids.length > 0) {
      const command = this.#options.ids.next();
      this.#acknowledging.set(command, ids);
      this.#commands.add(command, "event.ack", { ids });
    }
  }

  // --- answers ---

  #replied(message: Incoming): CoreEvent[] {
    const pending = this.#commands.get(message.re);
    if (pending === undefined) {
      return [];
    }
    if (message.ok !== true) {
      return this.#refusedBy(pending, message.error as unknown as RefusalError);
    }
    this.#acknowledging.delete(pending.id);
    this.#commands.remove(pending.id);
    if (pending.ofSocket) {
      return this.#answeredOfSocket(pending, message);
    }
    const { seq, version, dup, payload } = message;
    const position = { epoch: this.#epochOfReplies(), seq, version, dup };
    const reply = { ok: true, re: pending.id, type: pending.type, ...position, payload } as unknown as Success;
    return [...this.#acknowledged(reply), { kind: "answered", reply }];
  }

  /** The epoch of the `seq` in replies; empty while the snapshot that names it is still to come. */
  #epochOfReplies(): string {
    const isKnown = this.#phase === "open" || this.#catchUp !== undefined;
    return isKnown ? (this.#state?.epoch ?? "") : "";
  }

  #answeredOfSocket(pending: PendingCommand, message: Incoming): CoreEvent[] {
    if (pending.type === AUTH_REFRESH) {
      return [{ kind: "token", tokenExp: numberOf(message.payload["token_exp"]) }];
    }
    const [topic, feed] = this.#feedOf(pending);
    return feed === undefined ? [] : [{ kind: "topic", topic, message: feed.subscribed(message.seq, message.payload) }];
  }

  #refusedBy(pending: PendingCommand, error: RefusalError): CoreEvent[] {
    if (error.retryable) {
      this.#commands.hold(pending);
      const afterMs = numberOf(recordOf(error.details)["retry_after_ms"]);
      return [{ kind: "retry", id: pending.id, afterMs, attempts: pending.attempts }];
    }
    if (!pending.ofSocket) {
      return [...this.#conflicted(pending, error), this.#refused(pending, error)];
    }
    this.#commands.remove(pending.id);
    if (pending.type === AUTH_REFRESH) {
      return [{ kind: "token_refused", code: error.code }];
    }
    const [topic, feed] = this.#feedOf(pending);
    feed?.lose();
    return feed === undefined ? [] : [{ kind: "topic", topic, message: { type: "refused", error } }];
  }

  #refused(pending: PendingCommand, error: RefusalError): CoreEvent {
    this.#acknowledging.delete(pending.id);
    this.#commands.remove(pending.id);
    const reply = { ok: false, re: pending.id, type: pending.type, error } as Reply;
    return { kind: "answered", reply };
  }

  /** The player has been told the version in force by a refusal: what is shown names it from now on. */
  #conflicted(pending: PendingCommand, error: RefusalError): CoreEvent[] {
    const before = this.#state;
    if (before === undefined || error.code !== "version_conflict") {
      return [];
    }
    this.#state = withVersionInForce(before, pending.type, recordOf(error.details));
    return this.#changed(before, []);
  }

  #acknowledged(reply: Success): CoreEvent[] {
    const before = this.#state;
    if (before === undefined || reply.type !== "event.ack") {
      return [];
    }
    this.#state = withoutEvents(before, new Set((reply as Success<"event.ack">).payload.acknowledged));
    return this.#changed(before, []);
  }

  // --- small ---

  #isGreeted(): boolean {
    return this.#phase === "catching_up" || this.#phase === "open";
  }

  #broken(kind: "gap" | "unreadable"): CoreEvent[] {
    this.#phase = "broken";
    return [{ kind }];
  }

  #ask(feed: TopicFeed): void {
    if (this.#isGreeted()) {
      feed.lose();
      feed.asked = this.#options.ids.next();
      this.#commands.add(feed.asked, `${feed.kind}.subscribe`, feed.payload, true);
    }
  }

  #feedOf(pending: PendingCommand): [string, TopicFeed | undefined] {
    const found = [...this.#feeds].find(([, feed]) => feed.asked === pending.id);
    return found ?? ["", undefined];
  }

  #changed(before: PlayerState | undefined, pushes: readonly NumberedPush[]): CoreEvent[] {
    const after = this.#state;
    const parts = after === undefined || after === before ? undefined : changedParts(before, after);
    return [
      ...(parts === undefined || parts.size === 0 ? [] : [{ kind: "state", parts } as const]),
      ...pushes.map((message) => ({ kind: "push", message }) as const),
    ];
  }
}
