/** A crash round as a picture: the curve is the growth law of the real table, drawn once. */
import { useTexts } from "@/texts";
import { welcomeTexts } from "@/texts/welcome";

import styles from "./SampleRound.module.css";

const WIDTH = 560;
const HEIGHT = 340;
const GROUND = 300;
const LEFT = 52;
const RIGHT = 520;
const GROWTH_PER_MS = 0.00006;
const CRASH = 3.46;
const CASHED = 2.1;
const TOP = 3.8;
const POINTS = 60;
const LINES = [1, 2, 3] as const;
const END_MS = Math.log(CRASH) / GROWTH_PER_MS;

const x = (ms: number) => LEFT + ((RIGHT - LEFT) * ms) / END_MS;
const y = (multiplier: number) => GROUND - ((multiplier - 1) / (TOP - 1)) * (GROUND - 20);

function curve(): string {
  const points = Array.from({ length: POINTS + 1 }, (_, n) => {
    const ms = (END_MS * n) / POINTS;
    return `${x(ms).toFixed(1)} ${y(Math.exp(GROWTH_PER_MS * ms)).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

export function SampleRound() {
  const t = useTexts(welcomeTexts);
  const cashedX = x(Math.log(CASHED) / GROWTH_PER_MS);
  return (
    <figure className={styles.round}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.curve}>
        {LINES.map((line) => (
          <g key={line}>
            <path d={`M${LEFT} ${y(line)}H${WIDTH - 20}`} className={styles.grid} />
            <text x={LEFT - 12} y={y(line) + 4} className={styles.axis}>
              {`${line}×`}
            </text>
          </g>
        ))}
        <path d={`${curve()}V${GROUND}H${LEFT}z`} className={styles.area} />
        <path d={curve()} pathLength={1} className={styles.curve} />
        <g className={styles.later}>
          <circle cx={cashedX} cy={y(CASHED)} r="6" className={styles.cashed} />
          <text x={cashedX - 16} y={y(CASHED) - 12} className={styles.cashedText}>
            {`${t.cashedAt} 2.10×`}
          </text>
          <circle cx={x(END_MS)} cy={y(CRASH)} r="7" className={styles.crash} />
          <text x={x(END_MS) - 16} y={y(CRASH) - 2} className={styles.crashText}>
            {`${t.crashedAt} 3.46×`}
          </text>
        </g>
      </svg>
      <figcaption className={styles.note}>{t.curveNote}</figcaption>
    </figure>
  );
}
