/**
 * Commands that wait for their answers. Each keeps its id and its bytes however often it is sent.
 *
 * A bounded number is in flight at once, so that a reconnection with a long queue is no violation of the server's
 * rates; the rest goes out as answers come. Commands about one socket (its token, its topics) go first and end with it.
 */

import { CommandTooLarge, IdInUse, TooManyPending } from "../errors";

/** Commands that may wait for an answer at one time. */
export const PENDING_MAX = 1024;
/** Commands that may be on their way at one time; the server takes 60 at once and 30 a second. */
export const IN_FLIGHT_MAX = 32;
/** The server closes a socket on which a larger message comes. */
export const FRAME_BYTES_MAX = 16 * 1024;

export interface PendingCommand {
  readonly id: string;
  readonly type: string;
  /** The same text each time it is sent. */
  readonly message: string;
  readonly bytes: number;
  /** About one socket: forgotten when that is gone. */
  readonly ofSocket: boolean;
  attempts: number;
  /** "held": the server asked to wait before it is sent again. */
  stage: "queued" | "in_flight" | "held";
}

export class CommandQueue {
  readonly #pending = new Map<string, PendingCommand>();
  /** The size of the largest command that was sent on this socket and then given up. */
  #bytesGivenUp = 0;

  get size(): number {
    return this.#pending.size;
  }

  get(id: string): PendingCommand | undefined {
    return this.#pending.get(id);
  }

  /**
   * Add a command, to be sent by `due`.
   *
   * @throws TooManyPending, CommandTooLarge, IdInUse
   */
  add(id: string, type: string, payload: unknown, ofSocket = false): void {
    const message = JSON.stringify({ id, type, payload });
    const known = this.#pending.get(id);
    if (known !== undefined) {
      if (known.message !== message) {
        throw new IdInUse(`another command waits under the id ${id}`);
      }
      return;
    }
    if (this.#pending.size >= PENDING_MAX) {
      throw new TooManyPending(`${PENDING_MAX} commands wait for an answer`);
    }
    const bytes = new TextEncoder().encode(message).length;
    if (bytes > FRAME_BYTES_MAX) {
      throw new CommandTooLarge(`a command has at most ${FRAME_BYTES_MAX} bytes, not ${bytes}`);
    }
    this.#pending.set(id, { id, type, message, bytes, ofSocket, attempts: 0, stage: "queued" });
  }

  /** Return the messages to send now, oldest first, and count them as sent. */
  due(): string[] {
    const all = [...this.#pending.values()];
    const room = IN_FLIGHT_MAX - all.filter((command) => command.stage === "in_flight" && !command.ofSocket).length;
    const queued = all.filter((command) => command.stage === "queued");
    const ofSocket = queued.filter((command) => command.ofSocket);
    const others = queued.filter((command) => !command.ofSocket).slice(0, Math.max(0, room));
    return [...ofSocket, ...others].map((command) => {
      command.stage = "in_flight";
      command.attempts += 1;
      return command.message;
    });
  }

  /** Take a command away: it is answered. */
  remove(id: string): void {
    this.#pending.delete(id);
  }

  /** Take a command away that may still be on its way. */
  giveUp(id: string): void {
    const command = this.#pending.get(id);
    if (command?.stage === "in_flight") {
      this.#bytesGivenUp = Math.max(this.#bytesGivenUp, command.bytes);
    }
    this.#pending.delete(id);
  }

  /** Another player begins: what waits was this one's. */
  clear(): void {
    this.#pending.clear();
  }

  /** The server asks for this command again, later. */
  hold(command: PendingCommand): void {
    command.stage = "held";
  }

  /** The time to hold a command is over. */
  release(id: string): void {
    const command = this.#pending.get(id);
    if (command?.stage === "held") {
      command.stage = "queued";
    }
  }

  /** The socket is gone: what was in flight must be sent again, what was about the socket is over. */
  disconnected(): void {
    this.#bytesGivenUp = 0;
    for (const command of this.#pending.values()) {
      if (command.ofSocket) {
        this.#pending.delete(command.id);
      } else if (command.stage === "in_flight") {
        command.stage = "queued";
      }
    }
  }

  /** Return the largest command that was sent on this socket and not answered, unless one that was given up is larger. */
  largestSent(): PendingCommand | undefined {
    let largest: PendingCommand | undefined;
    for (const command of this.#pending.values()) {
      if (command.stage === "in_flight" && command.bytes > (largest?.bytes ?? this.#bytesGivenUp)) {
        largest = command;
      }
    }
    return largest;
  }
}
