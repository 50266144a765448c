/**
 * The verdict on a round: what its record and the notes of this browser come to.
 *
 * - proven: it follows from commitments that this browser had noted before the round was played;
 * - consistent: it follows from its commitments, but those, or the rules, were first seen afterwards;
 * - pending: what it follows from is still secret;
 * - broken: the record contradicts itself, its commitments, or what was noted;
 * - unchecked: it cannot be computed here, which says nothing about the round.
 */

import type { Difference } from "./derivation";

export type Verdict =
  | { readonly kind: "proven" }
  | { readonly kind: "consistent"; readonly because: Doubt }
  | { readonly kind: "pending"; readonly because: "seedInForce" | "roundOpen" }
  | { readonly kind: "broken"; readonly differences: readonly Difference[] }
  | { readonly kind: "unchecked"; readonly because: Obstacle; readonly place: string };

/** Why a round that is as it must be is not proven. */
export type Doubt = "neverNoted" | "notedAfterwards" | "rulesNotedAfterwards" | "saltCameWithChain";

/** Why a round cannot be computed: the record or the rules are not whole, of another version, or not known here. */
export type Obstacle = "notWhole" | "rulesMissing" | "otherRules" | "unknownGame";

/** Return the verdict on a round that was computed to its end. `doubts` are in the order of their weight. */
export function judged(differences: readonly Difference[], doubts: readonly (Doubt | null)[]): Verdict {
  if (differences.length > 0) return { kind: "broken", differences };
  const because = doubts.find((doubt) => doubt !== null);
  return because === undefined ? { kind: "proven" } : { kind: "consistent", because };
}
