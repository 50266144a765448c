/** Access tokens, as the client asks for them. */

export interface Tokens {
  /** Return a token that is valid, as far as is known. Rejects with LoggedOut when there is no session. */
  current(): Promise<string>;
  /**
   * Return a token other than `stale`, which runs out or was refused. Rejects with LoggedOut when the session has
   * ended; any other rejection counts as a network that is away, and is tried again.
   */
  refresh(stale: string): Promise<string>;
}

/** Return the player to whom a token belongs; undefined when it does not say. It is read, not verified. */
export function playerOf(token: string): string | undefined {
  const [, claims = ""] = token.split(".");
  try {
    const read: unknown = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
    const subject = (read as { readonly sub?: unknown } | null)?.sub;
    return typeof subject === "string" ? subject : undefined;
  } catch {
    return undefined;
  }
}
