/** The frame of the curve: how much of time and of multipliers is shown, and where its lines are. No canvas here. */

/** The least that is shown: the first seconds of every round look the same. */
const TIME_MS_MIN = 8_000;
const TOP_MIN = 1.8;
/** The curve ends at this share of the width and of the height, once it has left the first frame. */
const REACH_X = 0.9;
const REACH_Y = 0.82;
/** Lines of each axis, about. */
const LINES = 4;

/** What a plot shows: from 0 to `timeMs` across, from 1 to `top` upwards. */
export interface Frame {
  readonly timeMs: number;
  /** A multiplier: 2.5 is 2.50x. */
  readonly top: number;
}

/** Return the frame when the curve has run for `elapsedMs` and is at `multiplier`; it grows without a jump. */
export function frameAt(elapsedMs: number, multiplier: number): Frame {
  return {
    timeMs: Math.max(TIME_MS_MIN, elapsedMs / REACH_X),
    top: Math.max(TOP_MIN, 1 + (multiplier - 1) / REACH_Y),
  };
}

/** Return the step between lines for about LINES of them in `range`: 1, 2 or 5 times a power of ten. */
export function niceStep(range: number): number {
  const rough = range / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** Return the multiples of a nice step above `from` up to `to`. */
export function lines(from: number, to: number): readonly number[] {
  const step = niceStep(to - from);
  const first = Math.floor(from / step + 1e-9) + 1;
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, place) => (first + place) * step);
}
