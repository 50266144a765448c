/** What is wrong with what was typed, and what the gateway's refusals mean for each field. */
import type { Problem } from "@/api/problem";
import type { entranceTexts } from "@/texts/entrance";

type Errors = (typeof entranceTexts)["en"]["errors"];

export interface Faults {
  readonly username?: string;
  readonly password?: string;
  readonly totp?: string;
  /** Of the form as a whole. */
  readonly form?: string;
}

const PASSWORD_CHARS_MIN = 8;
const PASSWORD_CHARS_MAX = 128;
const USERNAME = /^[a-zA-Z0-9\uAC00-\uD7A3_.-]{3,32}$/u;
/** Longer waits are not counted in seconds. */
const COUNTED_WAIT_MS = 120_000;

export function faultsOfLogIn(username: string, password: string, errors: Errors): Faults {
  return {
    username: username === "" ? errors.usernameEmpty : undefined,
    password: password === "" ? errors.passwordEmpty : undefined,
  };
}

/** Return what the gateway would refuse at sign-up. It has the last word: it knows names that are taken, and more. */
export function faultsOfSignUp(username: string, password: string, errors: Errors): Faults {
  return {
    username: USERNAME.test(username.normalize("NFKC")) ? undefined : errors.username,
    password: faultOfNewPassword(password, errors),
  };
}

/** Return why a text cannot be a password. */
export function faultOfNewPassword(password: string, errors: Errors): string | undefined {
  const chars = Array.from(password.normalize("NFKC")).length;
  if (chars < PASSWORD_CHARS_MIN) {
    return errors.passwordShort;
  }
  return chars > PASSWORD_CHARS_MAX ? errors.passwordLong : undefined;
}

/** Return what a refusal says about the form: beside the field that it is about, where it is about one. */
export function faultsOfRefusal(problem: Problem, errors: Errors): Faults {
  switch (problem.code) {
    case "username_taken":
      return { username: errors.usernameTaken };
    case "invalid_credentials":
      return { password: errors.credentials };
    case "invalid_payload":
      return /password/i.test(problem.message) ? { password: errors.passwordCommon } : { username: errors.username };
    case "totp_required":
      return { totp: errors.totp };
    case "wrong_code":
      return { totp: errors.totpWrong };
    case "rate_limited":
      return { form: waitText(problem.retryAfterMs, errors) };
    case "forbidden":
      return { form: errors.forbidden };
    case "network":
      return { form: errors.network };
    case "unavailable":
    case "timeout":
      return { form: errors.unavailable };
    default:
      return { form: errors.unknown };
  }
}

export function isFaulty(faults: Faults): boolean {
  return Object.values(faults).some((fault) => fault !== undefined);
}

function waitText(waitMs: number | null, errors: Errors): string {
  return waitMs === null || waitMs > COUNTED_WAIT_MS
    ? errors.rateLimitedLong
    : errors.rateLimited(Math.ceil(waitMs / 1000));
}
