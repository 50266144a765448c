/**
 * Keeps a conversation connected: sockets, waits, tokens. It does what the close codes ask, one socket at a time.
 *
 * Everything that comes later (a token, a socket's event, a timer) belongs to an attempt, and is ignored when that is
 * no longer the present one.
 */

import type { Connection, StopReason } from "./connection";
import type { Conversation } from "./core/conversation";
import type { CoreEvent } from "./core/events";
import { AFTER_GAP, CLOSE, mayHurry, ReconnectPolicy, type Rule, ruleOf, stopReasonOf } from "./core/reconnection";
import type { ServerClock } from "./core/server-clock";
import type { Environment, Signal, Socket } from "./environment";
import { LoggedOut, Stopped } from "./errors";
import { SUBPROTOCOL } from "./messages";
import * as patience from "./patience";
import { playerOf, type Tokens } from "./tokens";

export interface ConnectorOptions {
  readonly url: string;
  readonly tokens: Tokens;
  readonly environment: Environment;
  readonly conversation: Conversation;
  readonly clock: ServerClock;
  /** Called with what the core found, after the connector has acted on it. */
  readonly handle: (events: readonly CoreEvent[]) => void;
  readonly connectionChanged: (connection: Connection) => void;
  /** Called before the connection is shown as stopped. */
  readonly stopped: (error: Stopped) => void;
}

export class Connector {
  readonly #options: ConnectorOptions;
  readonly #environment: Environment;
  readonly #conversation: Conversation;
  readonly #policy: ReconnectPolicy;
  #connection: Connection = { status: "stopped", code: CLOSE.NORMAL, reason: "closed" };
  #attempt = 0;
  #socket: Socket | undefined;
  #heardMs = 0;
  #isAsleep = false;
  /** What to cancel when the attempt ends. */
  #timers = new Set<() => void>();
  #cancelRefresh = (): void => undefined;
  #cancelDeadline = (): void => undefined;
  #unwatch = (): void => undefined;
  /** The wait for the next attempt, if there is one that may be cut short. */
  #hurry: (() => void) | undefined;
  #drainWindowMs: number | undefined;
  #token = "";
  /** A token that was refused, or has run out: the next attempt asks for another. */
  #stale: string | undefined;
  /** Whether the last token was refused, and no socket let in since. */
  #isRejected = false;
  #player: string | undefined;
  #isFirstToken = true;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#environment = options.environment;
    this.#conversation = options.conversation;
    this.#policy = new ReconnectPolicy(
      () => this.#environment.monotonic(),
      () => this.#environment.random(),
    );
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Connect, and stay connected until `stop`. */
  start(): void {
    if (this.#connection.status !== "stopped") {
      return;
    }
    this.#policy.restart();
    this.#isRejected = false;
    this.#isFirstToken = true;
    this.#isAsleep = false;
    this.#unwatch = this.#environment.watch((signal) => {
      this.#signalled(signal);
    });
    this.#show({ status: "connecting" });
    void this.#open();
  }

  /** Close for good. */
  stop(code: number, reason: StopReason, detail: string = reason): void {
    if (this.#connection.status === "stopped") {
      return;
    }
    this.#abandon();
    this.#unwatch();
    this.#options.handle(this.#conversation.disconnected());
    this.#options.stopped(new Stopped(code, detail));
    this.#show({ status: "stopped", code, reason });
  }

  /** Cut the connection as a broken network does. */
  cut(): void {
    if (this.#socket !== undefined) {
      this.#ended(CLOSE.ABNORMAL);
    }
  }

  /** Send what there is to send; a socket that has just closed takes nothing, and `closed` follows. */
  flush(): void {
    if (this.#socket === undefined) {
      return;
    }
    for (const message of this.#conversation.takeOutgoing()) {
      this.#socket.send(message);
    }
  }

  // --- an attempt ---

  async #open(): Promise<void> {
    this.#abandon();
    const attempt = this.#attempt;
    if (this.#environment.isOnline()) {
      this.#show({ status: "connecting" });
    }
    this.#expectWithin(patience.TOKEN_WITHIN_MS);
    try {
      const token = await this.#freshToken();
      if (attempt === this.#attempt && this.#accepts(token)) {
        this.#openSocket(token);
      }
    } catch (error) {
      if (attempt === this.#attempt) {
        this.#failed(error);
      }
    }
  }

  async #freshToken(): Promise<string> {
    const stale = this.#stale;
    if (stale === undefined) {
      return this.#options.tokens.current();
    }
    const token = await this.#options.tokens.refresh(stale);
    this.#stale = undefined;
    return token;
  }

  /** Return whether to go on with a token: commands that wait for one player are never sent as another. */
  #accepts(token: string): boolean {
    const player = playerOf(token);
    const isAnother = this.#player !== undefined && player !== this.#player;
    if (isAnother && !this.#isFirstToken) {
      this.stop(CLOSE.INVALID_TOKEN, "log_in", "another player has logged in");
      return false;
    }
    if (isAnother) {
      this.#conversation.forgetPlayer();
    }
    this.#isFirstToken = false;
    this.#player = player;
    this.#token = token;
    return true;
  }

  #openSocket(token: string): void {
    const askedMs = this.#environment.monotonic();
    this.#heardMs = askedMs;
    this.#expectWithin(patience.OPEN_WITHIN_MS);
    this.#socket = this.#environment.openSocket(this.#options.url, SUBPROTOCOL, {
      opened: this.#ofAttempt(() => {
        this.#expectWithin(patience.READY_WITHIN_MS);
        this.#options.clock.opened(this.#environment.monotonic() - askedMs);
        this.#conversation.connect(token);
        this.#watchSilence(patience.SILENCE_MS_MAX);
        this.flush();
      }),
      received: this.#ofAttempt((text: string) => {
        this.#heardMs = this.#environment.monotonic();
        this.#act(this.#conversation.receive(text));
      }),
      closed: this.#ofAttempt((code: number, reason: string) => {
        this.#ended(code, ruleOf(code), reason);
      }),
    });
  }

  #failed(error: unknown): void {
    if (error instanceof LoggedOut) {
      this.stop(CLOSE.INVALID_TOKEN, "log_in", error.message);
    } else {
      this.#ended(CLOSE.ABNORMAL);
    }
  }

  /** The attempt is over: do what `rule` asks. */
  #ended(code: number, rule: Rule = ruleOf(code), detail = ""): void {
    this.#abandon();
    const attempt = this.#attempt;
    this.#options.handle(this.#conversation.disconnected(code === CLOSE.FRAME_TOO_BIG));
    if (attempt !== this.#attempt) {
      return;
    }
    if (rule.action === "stop") {
      this.stop(code, stopReasonOf(code), detail);
      return;
    }
    if (rule.action === "renew") {
      this.#stale = this.#token;
    }
    if (code === CLOSE.INVALID_TOKEN && this.#isRejected) {
      this.stop(code, "log_in", detail);
      return;
    }
    this.#isRejected = code === CLOSE.INVALID_TOKEN;
    if (!rule.resume) {
      this.#conversation.forgetPosition();
    }
    const waitMs = this.#policy.closed(rule, this.#drainWindowMs);
    this.#drainWindowMs = undefined;
    this.#wait(waitMs, code, rule);
  }

  #wait(waitMs: number, code: number, rule: Rule): void {
    const open = (): void => void this.#open();
    if (!this.#environment.isOnline()) {
      this.#show({ status: "offline" });
    } else if (waitMs > 0) {
      const retryAt = this.#environment.now() + waitMs;
      this.#show({ status: "waiting", retryAt, attempt: this.#policy.failures, code });
    } else {
      this.#show({ status: "connecting" });
    }
    this.#hurry = mayHurry(rule) ? open : undefined;
    this.#later(waitMs, open);
  }

  /** End the present attempt: nothing of it is heard any more. */
  #abandon(): void {
    this.#attempt += 1;
    this.#socket?.close();
    this.#socket = undefined;
    this.#hurry = undefined;
    this.#timers.forEach((cancel) => {
      cancel();
    });
    this.#timers.clear();
  }

  // --- what the server says ---

  #act(events: readonly CoreEvent[]): void {
    const attempt = this.#attempt;
    for (const event of events) {
      this.#actOn(event);
    }
    this.#options.handle(events);
    if (attempt !== this.#attempt) {
      return; // a listener has closed the connection
    }
    this.flush();
    if (events.some((event) => event.kind === "gap")) {
      this.#ended(CLOSE.ABNORMAL, AFTER_GAP);
    } else if (events.some((event) => event.kind === "unreadable")) {
      this.#ended(CLOSE.ABNORMAL);
    }
  }

  #actOn(event: CoreEvent): void {
    switch (event.kind) {
      case "greeted":
        this.#policy.greeted();
        this.#isRejected = false;
        this.#options.clock.greeted(event.now);
        this.#keepToken(event.tokenExp - event.now);
        break;
      case "ready":
        this.#cancelDeadline();
        this.#show({ status: "open", ...(event.missed === undefined ? {} : { resumed: { missed: event.missed } }) });
        break;
      case "ping":
        this.#options.clock.told(event.t);
        break;
      case "drain":
        this.#drainWindowMs = event.windowMs;
        break;
      case "retry":
        this.#retry(event.id, event.afterMs, event.attempts);
        break;
      case "token":
        this.#keepToken(event.tokenExp - this.#options.clock.now());
        break;
      case "token_refused":
        this.#refreshAgain();
        break;
      default:
        break;
    }
  }

  #retry(id: string, afterMs: number, attempts: number): void {
    const bound = Math.min(patience.RETRY_MAX_MS, patience.RETRY_FIRST_MS * 2 ** attempts);
    // Not of the attempt: a command that is held stays so over a reconnection.
    this.#environment.after(afterMs + this.#environment.random() * bound, () => {
      this.#conversation.retry(id);
      this.flush();
    });
  }

  /** Take the connection for dead unless the next step is done within `ms`. */
  #expectWithin(ms: number): void {
    this.#cancelDeadline();
    this.#cancelDeadline = this.#later(ms, () => {
      this.#ended(CLOSE.ABNORMAL);
    });
  }

  /** Take the connection for dead once nothing was heard for so long. */
  #watchSilence(silenceMsMax: number): void {
    const silentMs = this.#environment.monotonic() - this.#heardMs;
    if (silentMs >= silenceMsMax) {
      this.#ended(CLOSE.ABNORMAL);
    } else {
      this.#later(silenceMsMax - silentMs, () => {
        this.#watchSilence(silenceMsMax);
      });
    }
  }

  // --- tokens ---

  #keepToken(lifeMs: number): void {
    this.#cancelRefresh();
    this.#cancelRefresh = this.#later(Math.max(0, lifeMs) * patience.TOKEN_LIFE_USED, () => void this.#refresh());
  }

  /** Get a fresh token and show it on the open socket. Should that fail until the end, the server closes with 4005. */
  async #refresh(): Promise<void> {
    const attempt = this.#attempt;
    try {
      const token = await this.#options.tokens.refresh(this.#token);
      if (attempt === this.#attempt && this.#accepts(token)) {
        this.#conversation.showToken(token);
        this.flush();
      }
    } catch (error) {
      if (attempt !== this.#attempt) {
        return;
      }
      if (error instanceof LoggedOut) {
        this.#failed(error);
      } else {
        this.#refreshAgain();
      }
    }
  }

  #refreshAgain(): void {
    const waitMs = patience.REFRESH_AGAIN_MS * (1 + this.#environment.random());
    this.#cancelRefresh();
    this.#cancelRefresh = this.#later(waitMs, () => void this.#refresh());
  }

  // --- signs of the world ---

  #signalled(signal: Signal): void {
    switch (signal) {
      case "online":
        this.#hurry?.();
        break;
      case "offline":
        this.#goOffline();
        break;
      case "shown":
        this.#look();
        break;
      case "asleep":
        this.#sleep();
        break;
      case "awake":
        this.#wake();
        break;
      default:
        signal satisfies never;
    }
  }

  #goOffline(): void {
    if (this.#socket !== undefined) {
      this.#ended(CLOSE.ABNORMAL);
    } else if (this.#connection.status === "waiting") {
      this.#show({ status: "offline" });
    }
  }

  /** Somebody looks at the page again: timers may have slept, and the network as well. */
  #look(): void {
    if (this.#socket !== undefined && this.#connection.status === "open") {
      if (this.#environment.monotonic() - this.#heardMs >= patience.SILENCE_WHEN_SHOWN_MS_MAX) {
        this.#ended(CLOSE.ABNORMAL);
      }
      return;
    }
    this.#hurry?.();
  }

  #sleep(): void {
    this.#isAsleep = true;
    this.#abandon();
    this.#options.handle(this.#conversation.disconnected());
  }

  #wake(): void {
    if (this.#isAsleep) {
      this.#isAsleep = false;
      void this.#open();
    }
  }

  // --- small ---

  /** Call `act` after `ms`, unless the attempt has ended; return what cancels it. */
  #later(ms: number, act: () => void): () => void {
    const cancel = this.#environment.after(
      ms,
      this.#ofAttempt(() => {
        this.#timers.delete(cancel);
        act();
      }),
    );
    this.#timers.add(cancel);
    return cancel;
  }

  /** Return `act`, which does nothing once the present attempt has ended. */
  #ofAttempt<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
    const attempt = this.#attempt;
    return (...args) => {
      if (attempt === this.#attempt) {
        act(...args);
      }
    };
  }

  #show(connection: Connection): void {
    const { status } = connection;
    if ((status === "connecting" || status === "offline") && status === this.#connection.status) {
      return;
    }
    this.#connection = connection;
    this.#options.connectionChanged(connection);
  }
}
