/**
 * Slot machines: a draw for each reel stops it, free spins take the draws that follow.
 *
 * A line pays from the left for its best symbol; wild stands for each. Scatters count anywhere in the window.
 */

import { Comparison, type PaidLine, type ReelStop, type SpinStep, type Step } from "./derivation";
import { choose, type Draws } from "./draws";
import { payoutOf } from "./payout";
import type { Reader } from "./reading";
import type { SoloRecord } from "./record";
import type { MachineRules } from "./rules";

/** A spin as it follows from the draws. */
type Spin = Omit<SpinStep, "kind" | "differences">;

/** Return the steps from the draws to the payout. Throws NotWhole. */
export async function slotSteps(record: SoloRecord, draws: Draws, machine: MachineRules): Promise<Step[]> {
  const spins = await spinsOf(machine, record.bet, draws);
  const freeTold = record.outcome.at("free_spins").list((spin) => spin);
  const steps: Step[] = spins.map((spin) => {
    const told = spin.number === 0 ? record.outcome.at("spin") : freeTold[spin.number - 1];
    return { kind: "spin", ...spin, differences: told === undefined ? [] : compared(told, spin, machine).differences };
  });
  const payout = spins.reduce((sum, spin) => sum + spin.payout, 0);
  const hundredths = spins.reduce((sum, spin) => sum + spin.hundredths, 0);
  const paid = new Comparison()
    .expect("freeSpinsCount", freeTold.length, spins.length - 1)
    .expect("payout", record.payout, payout)
    .expect("winClass", record.outcome.at("win_class").text(), payout > 0 ? winClass(machine, hundredths) : "none");
  return [...steps, { kind: "payout", bet: record.bet, hundredths, payout, differences: paid.differences }];
}

/** The paid spin, and the free spins that it and they give, up to the machine's bound. */
async function spinsOf(machine: MachineRules, bet: number, draws: Draws): Promise<Spin[]> {
  const first = await spinOf(machine, bet, draws, 0, 1);
  const spins = [first];
  let given = first.freeSpins;
  while (spins.length - 1 < given) {
    const spin = await spinOf(machine, bet, draws, spins.length, machine.freeSpinsMultiplier);
    const freeSpins = Math.min(spin.freeSpins, machine.freeSpinsMax - given);
    given += freeSpins;
    spins.push({ ...spin, freeSpins });
  }
  return spins;
}

async function spinOf(
  machine: MachineRules,
  bet: number,
  draws: Draws,
  number: number,
  multiplier: number,
): Promise<Spin> {
  const stops: ReelStop[] = [];
  for (const strip of machine.reels) {
    const draw = await draws.next();
    stops.push({ draw, length: strip.length, stop: choose(draw, strip.length) });
  }
  const window = windowOf(machine, stops);
  const lines = machine.lines.flatMap((rows, line) => {
    const best = bestRun(machine, lineSymbols(window, rows));
    return best === null ? [] : [{ line, ...best }];
  });
  const scatters = window.flat().filter((symbol) => symbol === machine.scatter).length;
  const scatterHundredths = byCount(machine.scatterPays, scatters);
  const hundredths = (scatterHundredths + lines.reduce((sum, line) => sum + line.hundredths, 0)) * multiplier;
  const paid = { scatters, scatterHundredths, multiplier, hundredths, payout: payoutOf(bet, hundredths) };
  return { number, stops, window, lines, ...paid, freeSpins: byCount(machine.freeSpins, scatters) };
}

/** What the machine shows: by reel, from the top row down. Strips wrap around. */
function windowOf(machine: MachineRules, stops: readonly ReelStop[]): string[][] {
  return machine.reels.map((strip, reel) =>
    Array.from({ length: machine.rows }, (_, row) => strip[((stops[reel]?.stop ?? 0) + row) % strip.length] ?? ""),
  );
}

function lineSymbols(window: readonly (readonly string[])[], rows: readonly number[]): string[] {
  return rows.map((row, reel) => window[reel]?.[row] ?? "");
}

/** The best pay of a line; of two equal ones the longer. Null: it pays nothing. */
function bestRun(machine: MachineRules, symbols: readonly string[]): Omit<PaidLine, "line"> | null {
  let best: Omit<PaidLine, "line"> | null = null;
  for (const [symbol] of machine.paytable) {
    const run = runOf(machine, symbols, symbol);
    const { hundredths, length } = run;
    if (hundredths === 0) continue;
    if (best === null || hundredths > best.hundredths || (hundredths === best.hundredths && length > best.length)) {
      best = run;
    }
  }
  return best;
}

/** What a line pays for one symbol: as many neighbours from the first reel on as are that symbol or wild. */
function runOf(machine: MachineRules, symbols: readonly string[], symbol: string): Omit<PaidLine, "line"> {
  const end = symbols.findIndex((each) => each !== symbol && each !== machine.wild);
  const length = end < 0 ? symbols.length : end;
  const pays = machine.paytable.find(([each]) => each === symbol)?.[1];
  return { symbol, length, hundredths: pays?.get(length) ?? 0 };
}

/** The entry of the highest count that is reached, else 0: six scatters give what five give. */
function byCount(table: ReadonlyMap<number, number>, count: number): number {
  const reached = [...table.keys()].filter((key) => key <= count);
  return reached.length === 0 ? 0 : (table.get(Math.max(...reached)) ?? 0);
}

function winClass(machine: MachineRules, hundredths: number): string {
  return machine.winClasses.findLast(([, from]) => hundredths >= from)?.[0] ?? "none";
}

function compared(told: Reader, spin: Spin, machine: MachineRules): Comparison {
  const lines = told.at("lines").list(lineTold);
  return new Comparison()
    .expect(
      "stops",
      told.at("stops").list((stop) => stop.whole()),
      spin.stops.map((each) => each.stop),
    )
    .expect(
      "window",
      told.at("window").list((reel) => reel.list((symbol) => symbol.text())),
      spin.window,
    )
    .expect(
      "lines",
      lines,
      lines.length === spin.lines.length ? spin.lines.map(namedAs(lines, spin, machine)) : spin.lines,
    )
    .expect("scatters", told.at("scatters").whole(), spin.scatters)
    .expect("scatterPay", told.at("scatter_cents").whole(), spin.scatterHundredths)
    .expect("multiplier", told.at("multiplier").whole(), spin.multiplier)
    .expect("hundredths", told.at("cents").whole(), spin.hundredths)
    .expect("spinPayout", told.at("payout").whole(), spin.payout)
    .expect("freeSpins", told.at("free_spins").whole(), spin.freeSpins);
}

function lineTold(line: Reader): PaidLine {
  return {
    line: line.at("line").whole(),
    symbol: line.at("symbol").text(),
    length: line.at("length").whole(),
    hundredths: line.at("cents").whole(),
  };
}

/** A line of wilds can be paid for several symbols alike: then it may be told by any of them. */
function namedAs(
  told: readonly PaidLine[],
  spin: Spin,
  machine: MachineRules,
): (line: PaidLine, n: number) => PaidLine {
  return (line, n) => {
    const name = told[n]?.symbol ?? line.symbol;
    const run = runOf(machine, lineSymbols(spin.window, machine.lines[line.line] ?? []), name);
    const isAlike = run.length === line.length && run.hundredths === line.hundredths;
    return { line: line.line, symbol: isAlike ? name : line.symbol, length: line.length, hundredths: line.hundredths };
  };
}
