/**
 * The errors of the client.
 *
 *     PitbossError
 *       LoggedOut         there is no session any more: thrown by your Tokens
 *       Stopped           the connection is closed for good, or was never opened
 *       NoAnswer          a command was not answered in time: its outcome is unknown
 *       TooManyPending    too many commands wait for an answer
 *       CommandTooLarge   a command does not fit into a frame
 *       IdInUse           a command of another content waits under the same id
 *       RequestRefused    the server refused a request of BearerSession
 */

/** The client cannot do what was asked; the message says why. */
export class PitbossError extends Error {
  override name = "PitbossError";
}

/** Thrown by `Tokens`: the session has ended, and only a person can log in again. */
export class LoggedOut extends PitbossError {
  override name = "LoggedOut";
}

/** The connection is closed for good with the close code `code`; `connect` begins anew. */
export class Stopped extends PitbossError {
  override name = "Stopped";
  readonly code: number;

  constructor(code: number, reason: string) {
    super(`the connection is closed for good: ${code} ${reason}`.trimEnd());
    this.code = code;
  }
}

/** No answer in time: the outcome is unknown. The same command under the same id is carried out once, whenever it is sent. */
export class NoAnswer extends PitbossError {
  override name = "NoAnswer";
  readonly id: string;

  constructor(type: string, id: string, timeoutMs: number) {
    super(`${type} ${id} was not answered within ${timeoutMs} ms`);
    this.id = id;
  }
}

/** More commands wait for an answer than the client keeps. */
export class TooManyPending extends PitbossError {
  override name = "TooManyPending";
}

/** A command is larger than a frame may be; it was not sent. */
export class CommandTooLarge extends PitbossError {
  override name = "CommandTooLarge";
}

/** A command of another type or payload waits for its answer under the same id. */
export class IdInUse extends PitbossError {
  override name = "IdInUse";
}

/** The server refused an HTTP request with `status`; `code` is one of its error codes. */
export class RequestRefused extends PitbossError {
  override name = "RequestRefused";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}
