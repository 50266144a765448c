/** How long the connector waits for what, and when it asks again. */

/** Tokens that do not come are asked for again. */
export const TOKEN_WITHIN_MS = 30_000;
export const OPEN_WITHIN_MS = 10_000;
/** A socket that opened has this long until the state is complete: one that says nothing is given up. */
export const READY_WITHIN_MS = 30_000;
/** The server pings every 25 s: after a silence this long the connection is dead. */
export const SILENCE_MS_MAX = 60_000;
/** A page that is looked at again asks for more: a ping, and the time that the server gives for a pong. */
export const SILENCE_WHEN_SHOWN_MS_MAX = 35_000;
/** Part of an access token's life after which it is refreshed. */
export const TOKEN_LIFE_USED = 0.75;
/** A refresh that failed is tried again after this long, and a random part of it. */
export const REFRESH_AGAIN_MS = 5_000;
/** The wait before a command is sent again because the server asked for it: a random part of a doubling bound. */
export const RETRY_FIRST_MS = 50;
export const RETRY_MAX_MS = 2_000;
