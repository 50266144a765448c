/** The server's messages as they are read: JSON of which nothing is believed but its form. Unknown keys are ignored. */

import { isRecord } from "./sharing";

export interface Incoming {
  readonly type: string;
  /** The id of the command that this answers. */
  readonly re: string;
  /** Set in replies alone. */
  readonly ok: boolean | undefined;
  readonly seq: number;
  readonly prev: number;
  readonly version: number;
  readonly epoch: string;
  readonly dup: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly error: Readonly<Record<string, unknown>>;
  readonly topic: string;
  readonly n: number;
  readonly t: number;
}

/** Return a message, with empty values for what it does not have; undefined when it is none. */
export function readMessage(text: string): Incoming | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(message)) {
    return undefined;
  }
  return {
    type: textOf(message["type"]),
    re: textOf(message["re"]),
    ok: typeof message["ok"] === "boolean" ? message["ok"] : undefined,
    seq: numberOf(message["seq"]),
    prev: numberOf(message["prev"]),
    version: numberOf(message["version"]),
    epoch: textOf(message["epoch"]),
    dup: message["dup"] === true,
    payload: recordOf(message["payload"]),
    error: recordOf(message["error"]),
    topic: textOf(message["topic"]),
    n: numberOf(message["n"]),
    t: numberOf(message["t"]),
  };
}

/** Return a number, or 0 for what is none. */
export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Return an object, or an empty one for what is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
