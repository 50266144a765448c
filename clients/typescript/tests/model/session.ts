/** The player's session of the model: tokens with a short life, a refresh that may fail, a log-out. */

import { LoggedOut } from "../../src/errors";
import type { Tokens } from "../../src/tokens";

const TOKEN_LIFE_MS = 120_000;

export interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly login: number;
}

export class PlayerSession implements Tokens {
  isUnreachable = false;
  #login = 1;
  #isOver = false;
  #token: string;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#token = this.#issued();
  }

  current(): Promise<string> {
    return this.#isOver ? Promise.reject(new LoggedOut("the session is over")) : Promise.resolve(this.#token);
  }

  refresh(_stale: string): Promise<string> {
    if (this.isUnreachable) {
      return Promise.reject(new Error("no network"));
    }
    this.#token = this.#issued();
    return this.current();
  }

  logOut(): void {
    this.#isOver = true;
  }

  logIn(): void {
    if (this.#isOver) {
      this.#isOver = false;
      this.#login += 1;
      this.#token = this.#issued();
    }
  }

  /** Return the claims of a token of the session that is not over; undefined for any other. */
  claimsOf(token: string): Claims | undefined {
    const claims = JSON.parse(atob(token.split(".")[1] ?? "")) as Claims;
    return claims.login === this.#login && !this.#isOver ? claims : undefined;
  }

  #issued(): string {
    const claims: Claims = { sub: "p1", exp: this.#now() + TOKEN_LIFE_MS, login: this.#login };
    return `h.${btoa(JSON.stringify(claims))}.s`;
  }
}
