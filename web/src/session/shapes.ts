/** What a session is made of, and what its tabs say to each other. */

export interface User {
  readonly id: string;
  readonly username: string;
}

/** An access token with its end by the clock of this browser, Unix ms. It lives in memory alone. */
export interface Access {
  readonly token: string;
  readonly expiresAt: number;
  readonly user: User;
}

/** Why nobody is logged in: nobody was, the player left, or the session was ended from elsewhere. */
export type Absence = "never" | "left" | "ended";

export type SessionState =
  | { readonly status: "restoring" }
  | { readonly status: "anonymous"; readonly because: Absence }
  | { readonly status: "member"; readonly user: User };

/** Between tabs of one browser. */
export type TabMessage =
  { readonly kind: "access"; readonly access: Access } | { readonly kind: "over"; readonly because: Absence };

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly totp?: string;
}
