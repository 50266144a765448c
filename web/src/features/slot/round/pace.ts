/** How long a round is shown. Times in ms, speed in symbols a second. */

export interface Pace {
  /** 0: reels show their stop without turning. */
  readonly speed: number;
  readonly startMs: number;
  /** From the press to the first reel's stop, at least. */
  readonly spinMsMin: number;
  readonly staggerMs: number;
  readonly landingMs: number;
  /** After a spin that free spins follow. */
  readonly restMs: number;
}

export const CALM: Pace = {
  speed: 24,
  startMs: 180,
  spinMsMin: 900,
  staggerMs: 240,
  landingMs: 420,
  restMs: 900,
};

export const TURBO: Pace = {
  speed: 30,
  startMs: 60,
  spinMsMin: 260,
  staggerMs: 50,
  landingMs: 180,
  restMs: 450,
};

/** Nothing turns; each spin stands long enough to be read. */
export const STILL: Pace = { speed: 0, startMs: 0, spinMsMin: 0, staggerMs: 0, landingMs: 0, restMs: 1_200 };

/** What a reel that is stopped by hand needs to land, and how far apart such reels do. */
export const HURRIED_LANDING_MS = 140;
export const HURRIED_STAGGER_MS = 30;
/** Longer than `restMs`, so that the number of free spins can be read. */
export const AWARD_RESTS = 1.6;
