/** Where the points of a series lie in a picture: x by time, y by amount, with a scale of round numbers. */
import type { Point } from "./gold-series";

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Return a scale that holds `low` and `high` on about `parts` round steps. */
export function roundScale(low: number, high: number, parts = 3): Scale {
  const span = Math.max(high - low, Math.abs(high) * 0.02, 10);
  const rough = span / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, (STEPS.find((each) => each * power >= rough) ?? 10) * power);
  const begin = Math.max(0, Math.floor(low / step) * step);
  const end = Math.max(begin + step, Math.ceil(high / step) * step);
  const ticks = Array.from({ length: Math.round((end - begin) / step) + 1 }, (_, place) => begin + place * step);
  return { low: begin, high: end, ticks };
}

export interface Placed {
  readonly x: (at: number) => number;
  readonly y: (gold: number) => number;
}

export function placing(points: readonly Point[], scale: Scale, frame: Frame): Placed {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const [wide, high] = [frame.width - frame.left - frame.right, frame.height - frame.top - frame.bottom];
  return {
    x: (at) => frame.left + (to === from ? wide : ((at - from) / (to - from)) * wide),
    y: (gold) => frame.top + (1 - (gold - scale.low) / (scale.high - scale.low)) * high,
  };
}

const short = (value: number): string => String(Math.round(value * 10) / 10);

/** Return the line as a path in steps: a balance holds until the next entry. */
export function stepPath(points: readonly Point[], { x, y }: Placed): string {
  return points
    .map(({ at, gold }, place) =>
      place === 0 ? `M${short(x(at))} ${short(y(gold))}` : `H${short(x(at))}V${short(y(gold))}`,
    )
    .join("");
}

/** Return the point that is in force at the place `wanted` (in the picture's units): the last one not after it. */
export function pointAt(points: readonly Point[], { x }: Placed, wanted: number): Point | undefined {
  return points.findLast(({ at }) => x(at) <= wanted) ?? points[0];
}
