/** The symbols of the machines that come with the program, drawn flat on a grid of 64, in the inks of the tokens. */
import type { ReactNode } from "react";

import styles from "./drawings.module.css";

const letter = (text: string, ink: string | undefined) => (
  <text x="32" y="50" className={`${styles.letter} ${ink}`}>
    {text}
  </text>
);

export const DRAWINGS: Readonly<Record<string, ReactNode>> = {
  CHERRY: (
    <>
      <path className={styles.stem} d="M22 36C24 24 33 15 45 11M43 38c-1-10 0-19 2-27" />
      <path className={styles.leaf} d="M45 11c5-6 12-7 17-3-3 6-10 8-17 3z" />
      <circle className={styles.red} cx="21" cy="45" r="12.500" />
      <circle className={styles.red} cx="44" cy="47" r="11.500" />
      <path className={styles.shine} d="M14 41a8 8 0 0 1 6-4M38 43a7 7 0 0 1 5-4" />
    </>
  ),
  BELL: (
    <>
      <circle className={styles.goldDeep} cx="32" cy="55" r="5.500" />
      <circle className={styles.goldDeep} cx="32" cy="9" r="4" />
      <path className={styles.gold} d="M32 10c-11 0-17 8-17 19 0 10-3 14-7 18h48c-4-4-7-8-7-18 0-11-6-19-17-19z" />
      <rect className={styles.goldDeep} x="6" y="46" width="52" height="5.500" rx="2.750" />
      <path className={styles.shine} d="M22 36c0-10 1-16 7-19" />
    </>
  ),
  PLUM: (
    <>
      <path className={styles.stem} d="M33 21c0-6 2-10 5-13" />
      <path className={styles.leaf} d="M37 11c6-6 15-6 20-1-5 6-13 7-20 1z" />
      <ellipse className={styles.violet} cx="32" cy="39" rx="20.500" ry="19" />
      <path className={styles.crease} d="M33 21c-6 8-7 23-2 36" />
      <path className={styles.shine} d="M17 37c0-6 3-10 7-12" />
    </>
  ),
  LEMON: (
    <>
      <path className={styles.leaf} d="M40 13c3-7 10-9 16-7-1 7-8 11-16 7z" />
      <path
        className={styles.lemon}
        d="M5 41c2-2 3-3 4-6 4-11 14-18 25-18 9 0 17 4 21 10 2 3 3 4 5 5-1 2-2 3-4 6-6 10-15 16-25 16-9 0-15-3-19-8-2-3-4-4-7-5z"
      />
      <path className={styles.shine} d="M17 35c3-7 9-11 16-12" />
    </>
  ),
  BAR: (
    <>
      <rect className={styles.ivory} x="3" y="18" width="58" height="28" rx="6" />
      <rect className={styles.frame} x="6.500" y="21.500" width="51" height="21" rx="3.500" />
      <text x="32" y="38.500" className={styles.bar}>
        BAR
      </text>
    </>
  ),
  SEVEN: (
    <>
      <path className={styles.red} d="M12 10h40v10C42 30 36 42 35 56H19c2-14 8-24 17-32H24v6H12z" />
      <path className={styles.shine} d="M18 15h28" />
    </>
  ),
  STAR: (
    <>
      <path
        className={styles.gold}
        d="M32 5l7.800 17.200L58.500 24.200 44.600 37 48.500 55.500 32 46.100 15.500 55.500 19.400 37 5.500 24.200 24.200 22.200z"
      />
      <path className={styles.goldDeep} d="M32 5v41.100L15.500 55.500 19.400 37z" />
    </>
  ),
  WILD: (
    <>
      <rect className={styles.green} x="3" y="14" width="58" height="36" rx="9" />
      <rect className={styles.onGreen} x="7" y="18" width="50" height="28" rx="6" />
      <text x="32" y="37.500" className={styles.wild}>
        WILD
      </text>
    </>
  ),
  A: letter("A", styles.inkRed),
  K: letter("K", styles.inkBlue),
  Q: letter("Q", styles.inkViolet),
  J: letter("J", styles.inkGreen),
};
