import { describe, expect, test } from "vitest";

import {
  afterEvent,
  type BetRecord,
  EMPTY_SEAT,
  type FoundBet,
  isBusy,
  payoutNow,
  type Seat,
  type SeatEvent,
} from "./seat";

const WAGER = { roundId: "main-7", bet: 100, auto: 0 };
const FOUND: FoundBet = { bet_id: "b1", round_id: "main-7", bet: 100, auto_cashout: 0, accepted: true };
const RECORD: BetRecord = { ...FOUND, state: "open", hundredths: 0, payout: 0 };
const asked: SeatEvent = { kind: "asked", wager: WAGER };
const placed: SeatEvent = { kind: "placed", roundId: "main-7", betId: "b1" };
const cashOutAsked: SeatEvent = { kind: "cashOutAsked", hundredths: 180 };

const seat = (...events: SeatEvent[]): Seat => events.reduce(afterEvent, EMPTY_SEAT);
const refused = (code: string, details = {}): SeatEvent => ({
  kind: "refused",
  roundId: "main-7",
  refusal: { act: "bet", code, details },
});
const cashOutRefused = (code: string, details = {}): SeatEvent => ({
  kind: "cashOutRefused",
  roundId: "main-7",
  refusal: { act: "cashOut", code, details },
});

describe("a bet", () => {
  test("is there once the table has it, and is paid what the server says", () => {
    expect(seat(asked).own).toEqual({ at: "placing", wager: WAGER });
    expect(seat(asked, placed).own).toMatchObject({ at: "open", betId: "b1" });
    const cashedOut: SeatEvent = { kind: "cashedOut", roundId: "main-7", hundredths: 184, payout: 184 };
    expect(seat(asked, placed, cashOutAsked).own).toMatchObject({ at: "open", cashingOut: 180 });
    expect(seat(asked, placed, cashOutAsked, cashedOut).own).toMatchObject({
      at: "ended",
      result: { kind: "won", hundredths: 184, payout: 184, late: false },
    });
  });

  test("that is refused is not there, and the refusal says why until something else is asked", () => {
    const after = seat(asked, refused("insufficient_gold", { need: 100, have: 40 }));
    expect(after.own.at).toBe("none");
    expect(after.refusal).toEqual({ act: "bet", code: "insufficient_gold", details: { need: 100, have: 40 } });
    expect(afterEvent(after, asked).refusal).toBeNull();
  });

  test("that nobody answered may be there: what the server finds decides", () => {
    const unanswered: SeatEvent = { kind: "unanswered", roundId: "main-7" };
    expect(isBusy(seat(asked, unanswered).own)).toBe(true);
    expect(seat(asked, unanswered, { kind: "found", bet: FOUND }).own).toMatchObject({ at: "open", betId: "b1" });
    const gone = seat(asked, unanswered, { kind: "found", bet: null });
    expect(gone.own.at).toBe("none");
    expect(gone.refusal?.code).toBe("not_there");
    expect(seat(asked, unanswered, placed).own).toMatchObject({ at: "open" });
  });

  test("of another tab is taken up", () => {
    expect(seat({ kind: "found", bet: FOUND }).own).toMatchObject({ at: "open", wager: WAGER });
    expect(seat({ kind: "found", bet: { ...FOUND, accepted: false } }).own).toMatchObject({ at: "placing" });
    expect(seat({ kind: "found", bet: null })).toBe(EMPTY_SEAT);
  });

  test("that has ended is not opened again by an answer that was under way", () => {
    const ended = seat(asked, placed, { kind: "recorded", record: { ...RECORD, state: "lost" } });
    expect(afterEvent(ended, { kind: "found", bet: FOUND })).toBe(ended);
    expect(afterEvent(ended, placed)).toBe(ended);
    expect(afterEvent(ended, cashOutAsked)).toBe(ended);
  });

  test("of another round is not meant by a late answer", () => {
    const waiting = seat({ kind: "asked", wager: { ...WAGER, roundId: "main-8" } });
    expect(afterEvent(waiting, placed)).toBe(waiting);
    expect(afterEvent(waiting, refused("round_closed"))).toBe(waiting);
  });

  test("makes room when the next round opens, once it has ended", () => {
    const next: SeatEvent = { kind: "roundOpened", roundId: "main-8" };
    expect(afterEvent(seat(asked, placed), next).own.at).toBe("open");
    const ended = seat(asked, placed, { kind: "recorded", record: { ...RECORD, state: "lost" } });
    expect(afterEvent(ended, next).own.at).toBe("none");
    expect(afterEvent(ended, { kind: "roundOpened", roundId: "main-7" })).toBe(ended);
  });
});

describe("a cash-out", () => {
  test("that came after the end has lost, and is said to have been late", () => {
    expect(seat(asked, placed, cashOutAsked, cashOutRefused("round_closed", { bet: "lost" })).own).toMatchObject({
      at: "ended",
      result: { kind: "lost", payout: 0, late: true },
    });
  });

  test("of a round that was voided gives the stake back", () => {
    expect(seat(asked, placed, cashOutAsked, cashOutRefused("round_closed", { bet: "refunded" })).own).toMatchObject({
      at: "ended",
      result: { kind: "refunded", payout: 100 },
    });
  });

  test("before 1.01x can be asked for again", () => {
    const after = seat(asked, placed, cashOutAsked, cashOutRefused("not_claimable"));
    expect(after.own).toMatchObject({ at: "open", cashingOut: 0, late: false });
    expect(after.refusal?.code).toBe("not_claimable");
  });

  test("of a closed round that says no more waits for the record", () => {
    const after = seat(asked, placed, cashOutAsked, cashOutRefused("round_closed"));
    expect(after.own).toMatchObject({ at: "open", late: true });
    expect(afterEvent(after, { kind: "recorded", record: { ...RECORD, state: "lost" } }).own).toMatchObject({
      result: { kind: "lost", late: true },
    });
  });
});

describe("the record of a bet", () => {
  const open = seat(asked, placed);

  test.each(["waiting", "open"] as const)("that is %s changes nothing", (state) => {
    expect(afterEvent(open, { kind: "recorded", record: { ...RECORD, state } })).toBe(open);
  });

  test.each([
    ["won", 250, 250, "won"],
    ["tie", 101, 100, "tie"],
    ["lost", 0, 0, "lost"],
    ["refunded", 0, 100, "refunded"],
  ] as const)("that is %s ends it", (state, hundredths, payout, kind) => {
    const after = afterEvent(open, { kind: "recorded", record: { ...RECORD, state, hundredths, payout } });
    expect(after.own).toMatchObject({ at: "ended", result: { kind, hundredths, payout, late: false } });
  });

  test("of another bet is not meant", () => {
    expect(afterEvent(open, { kind: "recorded", record: { ...RECORD, bet_id: "b2", state: "lost" } })).toBe(open);
  });
});

test("a bet is queued until it is asked for, or taken back", () => {
  const queued = seat({ kind: "queued", plan: { bet: 50, auto: 200 } });
  expect(queued.queued).toEqual({ bet: 50, auto: 200 });
  expect(afterEvent(queued, asked).queued).toBeNull();
  expect(afterEvent(queued, { kind: "queued", plan: null }).queued).toBeNull();
});

test("what would be paid now stops at the target", () => {
  expect(payoutNow(WAGER, 237)).toBe(237);
  expect(payoutNow({ ...WAGER, auto: 200 }, 237)).toBe(200);
});
