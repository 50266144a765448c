/**
 * Gold over time as a line in steps, drawn to the width that there is. The words and the table beside it say the same;
 * a pointer shows the balance of any moment.
 */
"use client";

import { useMemo, useState, type PointerEvent } from "react";

import { useFormats } from "@/texts";

import { placing, pointAt, roundScale, stepPath, type Frame } from "./chart-frame";
import styles from "./GoldChart.module.css";
import type { Point } from "./gold-series";
import { useWidth } from "./useWidth";

const HEIGHT = 220;
/** Above the line there is room for the balance that is pointed at. */
const EDGES = { left: 48, right: 8, top: 34, bottom: 26 };
const LABEL_UP = 4;

interface Props {
  readonly points: readonly Point[];
  /** What the picture shows, in words. */
  readonly label: string;
}

export function GoldChart({ points, label }: Props) {
  const [element, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={element} className={styles.chart}>
      {width > 0 && <Picture points={points} label={label} frame={{ width, height: HEIGHT, ...EDGES }} />}
    </div>
  );
}

function Picture({ points, label, frame }: Props & { readonly frame: Frame }) {
  const formats = useFormats();
  const [pointed, point] = useState<Point | null>(null);
  const { scale, placed, line } = useMemo(() => drawn(points, frame), [points, frame]);
  const floor = frame.height - frame.bottom;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) {
    return null;
  }
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    point(pointAt(points, placed, event.clientX - box.left) ?? null);
  };
  const shown = pointed ?? last;
  const end = placed.x(shown.at);
  return (
    <>
      <svg
        role="img"
        aria-label={label}
        width={frame.width}
        height={frame.height}
        className={styles.picture}
        onPointerMove={move}
        onPointerLeave={() => point(null)}
      >
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line
              className={styles.grid}
              x1={frame.left}
              x2={frame.width - frame.right}
              y1={placed.y(tick)}
              y2={placed.y(tick)}
            />
            <text className={styles.tick} x={frame.left - 8} y={placed.y(tick) + LABEL_UP} textAnchor="end">
              {formats.compact(tick)}
            </text>
          </g>
        ))}
        <path className={styles.area} d={`${line}V${floor}H${placed.x(first.at)}Z`} />
        <path className={styles.line} d={line} />
        {pointed && <line className={styles.cross} x1={end} x2={end} y1={frame.top} y2={floor} />}
        <circle className={styles.dot} cx={end} cy={placed.y(shown.gold)} r={4} />
        <text className={styles.tick} x={frame.left} y={frame.height - 6}>
          {formats.moment(first.at)}
        </text>
        <text className={styles.tick} x={frame.width - frame.right} y={frame.height - 6} textAnchor="end">
          {formats.moment(last.at)}
        </text>
      </svg>
      <p className={styles.shown} aria-hidden="true">
        <span>{formats.moment(shown.at)}</span>
        <strong>{formats.number(shown.gold)}</strong>
      </p>
    </>
  );
}

function drawn(points: readonly Point[], frame: Frame) {
  const amounts = points.map(({ gold }) => gold);
  const scale = roundScale(Math.min(...amounts), Math.max(...amounts));
  const placed = placing(points, scale, frame);
  return { scale, placed, line: stepPath(points, placed) };
}
