/** A part of the app that is not there any more: another build has been deployed, and a reload gets it. */

const KEY = "pitboss.reloaded-at";
const ONCE_IN_MS = 60_000;
/** Between two looks for a server that cannot be reached. */
const RETRY_MS = 5_000;

interface Memory {
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
}

/** Tell whether an error says that a script or style of this build could not be loaded (webpack's and React's names). */
export function isPartMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === "ChunkLoadError" || /^Loading (CSS )?chunk /.test(error.message));
}

/** What is needed of a page to find out whether the server can be reached. */
export interface Reach {
  /** Whether the server answers, whatever it says. */
  readonly answers: () => Promise<boolean>;
  readonly wait: (ms: number) => Promise<unknown>;
}

export const pageReach: Reach = {
  // Asked only where there is a network at all: each request in vain is a line in the console.
  answers: async () => {
    if (!navigator.onLine) {
      return false;
    }
    return fetch(window.location.href, { method: "HEAD", cache: "no-store" }).then(
      () => true,
      () => false,
    );
  },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Return once the server answers. Until then a part is missing because the network is away: a reload would put a page
 * of the browser in the place of the app.
 */
export async function untilReachable({ answers, wait }: Reach): Promise<void> {
  while (!(await answers())) {
    await wait(RETRY_MS);
  }
}

/** Load a part that nobody waits for: again when the server answers, which says that it is gone if that fails too. */
export async function loadedOnceReachable<T>(load: () => Promise<T>, reach: Reach = pageReach): Promise<T> {
  for (let hasAnswered = false; ;) {
    try {
      return await load();
    } catch (error) {
      if (!isPartMissing(error) || hasAnswered) {
        throw error;
      }
      hasAnswered = await reach.answers();
      if (!hasAnswered) {
        await untilReachable(reach);
      }
    }
  }
}

/** Tell whether to reload by itself: once in a minute, so that a build that is broken is not loaded for ever. */
export function mayReload(memory: Memory, nowMs: number): boolean {
  try {
    const before = Number(memory.getItem(KEY) ?? Number.NEGATIVE_INFINITY);
    if (nowMs - before < ONCE_IN_MS) {
      return false;
    }
    memory.setItem(KEY, String(nowMs));
    return true;
  } catch {
    return false;
  }
}
