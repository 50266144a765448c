/** The sign of a rarity: a shape of its own for each, so that colour is not all that tells them apart. */
import { classes } from "@/design";

import styles from "./Emblem.module.css";

const SHAPES: Readonly<Record<number, string>> = {
  5: "M24 4 29.500 17 43.500 18.200 32.900 27.400 36.100 41 24 33.800 11.900 41 15.100 27.400 4.500 18.200 18.500 17Z",
  4: "M24 4 43 24 24 44 5 24Z",
};
const ROUND = "M24 6a18 18 0 1 1 0 36a18 18 0 1 1 0-36Z";

/** The look of a rarity: 5, 4, or anything below. */
export const rankOf = (stars: number): "top" | "high" | "plain" =>
  stars >= 5 ? "top" : stars === 4 ? "high" : "plain";

export function Emblem({ stars, size = 40 }: { readonly stars: number; readonly size?: number }) {
  return (
    <svg
      className={classes(styles.emblem, styles[rankOf(stars)])}
      width={size}
      height={size}
      viewBox="0 0 48 48"
      aria-hidden="true"
    >
      <path d={SHAPES[Math.min(stars, 5)] ?? ROUND} strokeWidth="2.500" strokeLinejoin="round" />
    </svg>
  );
}
