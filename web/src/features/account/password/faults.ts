/** What is wrong with a change of the password, beside the field that it is about. */
import type { Problem } from "@/api/problem";
import { faultOfNewPassword, faultsOfRefusal } from "@/features/entrance/faults";
import type { accountTexts } from "@/texts/account";
import type { entranceTexts } from "@/texts/entrance";

type Words = (typeof accountTexts)["en"]["password"];
type Errors = (typeof entranceTexts)["en"]["errors"];

export interface ChangeFaults {
  readonly current?: string;
  readonly next?: string;
  /** Of the form as a whole. */
  readonly form?: string;
}

/** Return what the gateway would refuse, or what would change nothing. */
export function faultsOfChange(current: string, next: string, words: Words, errors: Errors): ChangeFaults {
  return {
    current: current === "" ? words.currentEmpty : undefined,
    next: next !== "" && next === current ? words.same : faultOfNewPassword(next, errors),
  };
}

export function faultsOfRefusedChange(problem: Problem, words: Words, errors: Errors): ChangeFaults {
  switch (problem.code) {
    case "invalid_credentials":
      return { current: words.currentWrong };
    case "invalid_payload":
      return { next: errors.passwordCommon };
    default:
      return { form: faultsOfRefusal(problem, errors).form ?? errors.unknown };
  }
}
