/** A problem document (RFC 9457) as an error, and the one way to ask the gateway: JSON in, JSON out. */

/** The gateway has refused: `code` is one of docs/protocol.md, or `network` when nothing was reached. */
export class Problem extends Error {
  override name = "Problem";

  constructor(
    readonly code: string,
    readonly status: number,
    detail: string,
    /** When it may be asked again, in ms from now; null when the gateway did not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(detail);
  }
}

/** Return the problem that a refusing answer tells of. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const told = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new Problem(
    typeof told.code === "string" ? told.code : response.status >= 500 ? "unavailable" : "bad_request",
    response.status,
    typeof told.detail === "string" ? told.detail : response.statusText,
    Number.isFinite(seconds) ? seconds * 1000 : null,
  );
}

/** Return what `error` is as a problem: a fetch that failed is one of the network. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem("network", 0, error instanceof Error ? error.message : String(error));
}

export interface Asked {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Ask the gateway; throw a Problem for every refusal and for a network that is away. */
export async function ask(
  path: string,
  { method = "GET", body, token, headers, signal }: Asked = {},
): Promise<Response> {
  const sent = new Headers(headers);
  if (token !== undefined) {
    sent.set("Authorization", `Bearer ${token}`);
  }
  if (body !== undefined) {
    sent.set("Content-Type", "application/json");
  }
  const response = await fetch(path, {
    method,
    headers: sent,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    throw asProblem(error);
  });
  if (!response.ok && response.status !== 304) {
    throw await problemOf(response);
  }
  return response;
}
