/** A proof can be read in both languages: its verdict is announced, each step has a heading, differences are named. */
import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { LanguageProvider, type Language } from "@/texts";

import { verify, type Verified } from "../proof/verify";
import { notedBefore, vectors } from "../testing/vectors";
import { ProofView } from "./ProofView";

function shown(verified: Verified, language: Language = "en") {
  const proof = { status: "done", verified, answer: {}, rules: null } as const;
  return render(
    <LanguageProvider initial={language}>
      <ProofView proof={proof} again={() => undefined} />
    </LanguageProvider>,
  );
}

async function example(game: "rps" | "slot" | "gacha"): Promise<Verified> {
  const { rounds, rules } = vectors(game);
  const { record, rules: key } = rounds[124]!;
  return verify(record, { rules: rules[key], notes: await notedBefore(record, rules[key]) });
}

test.each(["rps", "slot", "gacha"] as const)("a proven round of %s is told step by step", async (game) => {
  const verified = await example(game);
  for (const [language, word] of [
    ["en", "Proven"],
    ["ko", "증명됨"],
  ] as const) {
    const { unmount } = shown(verified, language);
    expect(within(document.querySelector<HTMLElement>("[data-verdict]")!).getByText(word)).toBeDefined();
    const steps = screen.getByRole("list", { name: language === "en" ? "Step by step" : "단계별 풀이" });
    expect(within(steps).getAllByRole("heading")).toHaveLength(verified.steps.length);
    unmount();
  }
});

test("a bet on a crash table is told with chain, salt and point", async () => {
  shown(await verify(vectors("crash").bets[1]));
  for (const name of ["The salt", "Where the curve ends", "The bet", "The payout"]) {
    expect(screen.getByRole("heading", { name })).toBeDefined();
  }
});

test("a broken round says what was recorded and what it comes to", async () => {
  const { rounds, rules } = vectors("rps");
  const { record, rules: key } = rounds[0]!;
  shown(await verify({ ...record, payout: record.payout + 1 }, { rules: rules[key] }));
  expect(screen.getByText("Does not add up")).toBeDefined();
  expect(screen.getByText("Recorded").nextElementSibling?.textContent).toBe(String(record.payout + 1));
  expect(screen.getByText("Computed").nextElementSibling?.textContent).toBe(String(record.payout));
});

test("a round that is not there says what to do", () => {
  render(
    <LanguageProvider initial="en">
      <ProofView proof={{ status: "missing" }} again={() => undefined} />
    </LanguageProvider>,
  );
  expect(screen.getByRole("alert").textContent).toContain("Check the id");
});
