import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";

import { LanguageProvider } from "@/texts";

import type { PlayedRound } from "../shapes";
import { Rounds } from "./Rounds";

const ROUND: PlayedRound = {
  round_id: "r1",
  game: "rps",
  at: 1_795_953_600_000,
  bet: 100,
  payout: 195,
  outcome: {},
  config_version: 1,
};

function shown(rounds: readonly PlayedRound[], onProve: (roundId: string) => void = () => undefined) {
  return render(
    <LanguageProvider initial="en">
      <Rounds rounds={rounds} onProve={onProve} />
    </LanguageProvider>,
  );
}

describe("rounds", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("are a table, where each row says what was staked, paid and won", () => {
    shown([ROUND, { ...ROUND, round_id: "r2", game: "poker", payout: 0 }]);
    const [, won, lost] = screen.getAllByRole("row");
    expect(won).toHaveProperty("textContent", expect.stringContaining("1001951.95×+95"));
    expect(lost).toHaveProperty("textContent", expect.stringContaining("1000–-100"));
    expect(lost).toHaveProperty("textContent", expect.stringContaining("poker"));
  });

  it("are rows on a narrow screen", () => {
    vi.stubGlobal("matchMedia", () => ({
      matches: true,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    shown([ROUND]);
    expect(screen.queryByRole("table")).toBeNull();
    expect(screen.getByRole("listitem")).toHaveProperty("textContent", expect.stringContaining("Stake 100 · 1.95×"));
  });

  it("open their own proof", async () => {
    const onProve = vi.fn();
    shown([ROUND, { ...ROUND, round_id: "r2", game: "slot" }], onProve);
    await userEvent.click(screen.getByRole("button", { name: /Proof of Slots/ }));
    expect(onProve.mock.calls).toEqual([["r2"]]);
  });
});
