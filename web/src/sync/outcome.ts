/** What became of a command: the server's answer, or why there is none. */
import { NoAnswer, Stopped, type CommandType, type RefusalError, type Success } from "@pitboss/client";

/**
 * Why a command came to nothing. `code` is one of docs/protocol.md, or the app's own: `no_answer` (the outcome is
 * unknown; the same id may be sent again), `stopped` (the connection has been given up before an answer), `not_sent`.
 */
export interface CommandFault {
  readonly code: RefusalError["code"] | "no_answer" | "stopped" | "not_sent";
  readonly details?: Readonly<Record<string, unknown>>;
}

export type Outcome<T extends CommandType = CommandType> =
  Success<T> | { readonly ok: false; readonly id: string; readonly error: CommandFault };

/** Return why a command was not answered. */
export function faultOf(error: unknown): CommandFault {
  if (error instanceof NoAnswer) {
    return { code: "no_answer" };
  }
  return { code: error instanceof Stopped ? "stopped" : "not_sent" };
}

/** Tell whether the command may have been done all the same: to know, it is sent again with the id that it had. */
export function isUnknown({ code }: CommandFault): boolean {
  return code === "no_answer" || code === "timeout" || code === "stopped";
}
