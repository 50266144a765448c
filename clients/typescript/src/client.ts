/**
 * A player over a WebSocket: the conversation, kept connected, with promises for commands and listeners for the rest.
 *
 * A command settles once it is answered, however often the connection broke meanwhile.
 */

import { browserEnvironment } from "./browser";
import type { Connection } from "./connection";
import { Connector } from "./connector";
import { Conversation } from "./core/conversation";
import type { CoreEvent } from "./core/events";
import { CLOSE } from "./core/reconnection";
import { ServerClock } from "./core/server-clock";
import { UlidSource } from "./core/ulid";
import type { Environment } from "./environment";
import { NoAnswer, Stopped } from "./errors";
import { nodeEnvironment } from "./node";
import type { Tokens } from "./tokens";
import type {
  CommandPayload,
  CommandType,
  Part,
  PlayerState,
  Push,
  Reply,
  Snapshot,
  TopicListener,
} from "./vocabulary";

/** How long a command waits for its answer, in ms, unless it is said. */
const ANSWER_WITHIN_MS = 30_000;

export interface PitbossClientOptions {
  /** Of the server's socket: wss://HOST/api/realtime/sync. */
  readonly url: string;
  readonly tokens: Tokens;
  /** The name and version that the server is told, as web/1.0. */
  readonly clientName: string;
  /** Time, chance and sockets; those of the page or the process unless it is said. */
  readonly environment?: Environment;
  /**
   * "handed_on": purchases and rewards are acknowledged once every listener had them. "manual": by your commands
   * `event.ack`. Until then the server repeats them in each snapshot.
   */
  readonly acknowledge?: "handed_on" | "manual";
}

export interface CommandOptions {
  /** Of an earlier try whose outcome is unknown. The server carries a command out once for each id. */
  readonly id?: string;
  readonly timeoutMs?: number;
}

/** What has changed; listeners read the rest from the client. */
export type Change =
  | { readonly kind: "connection" }
  | { readonly kind: "state"; readonly parts: ReadonlySet<Part> }
  | { readonly kind: "push"; readonly message: Push }
  | { readonly kind: "reply"; readonly reply: Reply };

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export class PitbossClient {
  readonly #environment: Environment;
  readonly #conversation: Conversation;
  readonly #clock: ServerClock;
  readonly #ids: UlidSource;
  readonly #connector: Connector;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #topics = new Map<string, Set<TopicListener>>();
  readonly #answers = new Map<string, Set<Waiter<Reply>>>();
  readonly #confirmations = new Map<Waiter<void>, Reply & { readonly ok: true }>();

  constructor(options: PitbossClientOptions) {
    const environment = options.environment ?? defaultEnvironment();
    this.#environment = environment;
    this.#ids = new UlidSource(
      () => environment.now(),
      () => environment.random(),
    );
    this.#clock = new ServerClock(
      () => environment.now(),
      () => environment.monotonic(),
    );
    const acknowledges = options.acknowledge !== "manual";
    this.#conversation = new Conversation({ ids: this.#ids, clientName: options.clientName, acknowledges });
    this.#connector = new Connector({
      url: options.url,
      tokens: options.tokens,
      environment,
      conversation: this.#conversation,
      clock: this.#clock,
      handle: (events) => {
        this.#handle(events);
      },
      connectionChanged: () => {
        this.#emit({ kind: "connection" });
      },
      stopped: (error) => {
        this.#stopped(error);
      },
    });
  }

  // --- life ---

  /** Connect, and stay connected until `close` or a final close code; begins anew after those. */
  connect(): void {
    this.#connector.start();
  }

  /** Close for good: what waits is rejected with Stopped. */
  close(): void {
    this.#connector.stop(CLOSE.NORMAL, "closed");
  }

  /** Cut the connection as a broken network does; the client reconnects and resumes by itself. For tests. */
  drop(): void {
    this.#connector.cut();
  }

  get connection(): Connection {
    return this.#connector.connection;
  }

  /** What to show; undefined until the first snapshot. It stays while the client is away. */
  get state(): PlayerState | undefined {
    return this.#conversation.state;
  }

  /** Call `listener` after every change, until what is returned is called. */
  subscribe(listener: (change: Change) => void): () => void {
    const own = (change: Change): void => {
      listener(change);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Return the estimate of the server's clock, Unix ms. */
  now(): number {
    return this.#clock.now();
  }

  /** Return an id for a command; ids rise. Keep it, and give it to every try of that command. */
  newId(): string {
    return this.#ids.next();
  }

  /** Show a snapshot of `GET /api/realtime/snapshot` while there is no socket; one that is no news changes nothing. */
  adopt(snapshot: Snapshot): void {
    this.#handle(this.#conversation.adopt(snapshot));
  }

  // --- commands ---

  /**
   * Send a command, now or once there is a connection; resolves with its answer, which may be a refusal.
   *
   * Rejects with NoAnswer (the outcome is unknown), Stopped, TooManyPending, CommandTooLarge or IdInUse.
   */
  command<T extends CommandType>(type: T, payload: CommandPayload<T>, options: CommandOptions = {}): Promise<Reply<T>> {
    return new Promise<Reply>((resolve, reject) => {
      const stopped = this.#whyStopped();
      if (stopped !== undefined) {
        throw stopped;
      }
      const id = this.#conversation.command(type, payload, options.id);
      this.#expect(id, type, options.timeoutMs ?? ANSWER_WITHIN_MS, { resolve, reject });
      this.#connector.flush();
    }) as Promise<Reply<T>>;
  }

  /** Resolves once the state has the effect of `reply`; at once for a refusal, which has none. Rejects with Stopped. */
  confirmed(reply: Reply): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!reply.ok || this.#conversation.isShown(reply)) {
        resolve();
        return;
      }
      const stopped = this.#whyStopped();
      if (stopped !== undefined) {
        throw stopped;
      }
      this.#confirmations.set({ resolve, reject }, reply);
    });
  }

  // --- topics ---

  /**
   * Listen to a topic, as crash:main: its state comes first, and again after each reconnection and whenever messages
   * were missed. Return what ends that.
   */
  topic(name: string, listener: TopicListener): () => void {
    const own: TopicListener = (message) => {
      listener(message);
    };
    const listeners = this.#topics.get(name) ?? new Set();
    this.#topics.set(name, listeners.add(own));
    this.#conversation.subscribe(name);
    this.#connector.flush();
    return () => {
      if (listeners.delete(own) && listeners.size === 0) {
        this.#topics.delete(name);
        this.#conversation.unsubscribe(name);
        this.#connector.flush();
      }
    };
  }

  // --- what happens ---

  #handle(events: readonly CoreEvent[]): void {
    for (const event of events) {
      switch (event.kind) {
        case "state":
          this.#emit(event);
          this.#confirm();
          break;
        case "push":
          this.#emit(event);
          break;
        case "answered":
          this.#answered(event.reply);
          break;
        case "topic":
          call(this.#topics.get(event.topic) ?? [], event.message);
          break;
        default:
          break;
      }
    }
  }

  #expect(id: string, type: string, timeoutMs: number, waiter: Waiter<Reply>): void {
    const waiters = this.#answers.get(id) ?? new Set();
    const settled = (): void => {
      cancel();
      waiters.delete(own);
    };
    const own: Waiter<Reply> = {
      resolve: (reply) => {
        settled();
        waiter.resolve(reply);
      },
      reject: (error) => {
        settled();
        waiter.reject(error);
      },
    };
    const cancel = this.#environment.after(timeoutMs, () => {
      own.reject(new NoAnswer(type, id, timeoutMs));
      if (waiters.size === 0) {
        this.#answers.delete(id);
        this.#conversation.giveUp(id);
      }
    });
    this.#answers.set(id, waiters.add(own));
  }

  #answered(reply: Reply): void {
    const waiters = this.#answers.get(reply.re);
    this.#answers.delete(reply.re);
    this.#emit({ kind: "reply", reply });
    for (const waiter of [...(waiters ?? [])]) {
      waiter.resolve(reply);
    }
  }

  #confirm(): void {
    for (const [waiter, reply] of this.#confirmations) {
      if (this.#conversation.isShown(reply)) {
        this.#confirmations.delete(waiter);
        waiter.resolve();
      }
    }
  }

  #whyStopped(): Stopped | undefined {
    const { connection } = this;
    return connection.status === "stopped" ? new Stopped(connection.code, connection.reason) : undefined;
  }

  #stopped(error: Stopped): void {
    for (const [id, waiters] of this.#answers) {
      this.#conversation.giveUp(id);
      for (const waiter of [...waiters]) {
        waiter.reject(error);
      }
    }
    this.#answers.clear();
    for (const waiter of this.#confirmations.keys()) {
      waiter.reject(error);
    }
    this.#confirmations.clear();
  }

  #emit(change: Change): void {
    call(this.#listeners, change);
  }
}

/** Call every listener. One that throws is reported as an uncaught error, and keeps nobody from the rest. */
function call<T>(listeners: Iterable<(value: T) => void>, value: T): void {
  for (const listener of [...listeners]) {
    try {
      listener(value);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

function defaultEnvironment(): Environment {
  return typeof document === "undefined" ? nodeEnvironment() : browserEnvironment();
}
