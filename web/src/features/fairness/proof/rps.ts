/** Rock, paper, scissors: one draw, three choices; a tie returns the bet. */

import { Comparison, type Step } from "./derivation";
import { choose, type Draws } from "./draws";
import { payoutOf } from "./payout";
import { NotWhole } from "./reading";
import type { SoloRecord } from "./record";
import type { PaysRules } from "./rules";

const CHOICES = ["rock", "paper", "scissors"] as const;
const RESULTS = ["tie", "win", "lose"] as const;
/** The version that a record leaves out: rounds were recorded before there were others. */
export const FIRST_VERSION = 1;

/** Return the steps from the draws to the payout. Throws NotWhole. */
export async function rpsSteps(record: SoloRecord, draws: Draws, rules: PaysRules): Promise<Step[]> {
  const choice = record.outcome.at("choice").text();
  const draw = await draws.next();
  const index = choose(draw, CHOICES.length);
  const chosen = CHOICES.findIndex((each) => each === choice);
  if (chosen < 0) throw new NotWhole("outcome.choice");
  const lead = (chosen - index + CHOICES.length) % CHOICES.length;
  const [opponent, result] = [CHOICES[index] ?? "", RESULTS[lead] ?? ""];
  const house = new Comparison()
    .expect("opponent", record.outcome.at("opponent").text(), opponent)
    .expect("result", record.outcome.at("result").text(), result);
  const hundredths = [100, rules.winHundredths, 0][lead] ?? 0;
  const payout = payoutOf(record.bet, hundredths);
  const paid = new Comparison().expect("payout", record.payout, payout);
  return [
    { kind: "house", draw, index, opponent, choice, result, differences: house.differences },
    { kind: "payout", bet: record.bet, hundredths, payout, differences: paid.differences },
  ];
}
