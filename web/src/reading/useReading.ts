/**
 * Read something once, and again when asked to. What was read before stays while it is read again, so that nothing
 * jumps: by `reload`, or when `version` changes. Another `key` is another thing. A problem is told only when there is nothing to show.
 */
"use client";

import { useCallback, useEffect, useState } from "react";

import { asProblem, type Problem } from "@/api/problem";

export type Reading<T> =
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly problem: Problem }
  | { readonly status: "ready"; readonly value: T };

interface Kept<T> {
  readonly key: string;
  readonly reading: Reading<T>;
}

const LOADING = { status: "loading" } as const;

/** `read` may be another function each time: it is called for another `key` or `version`, and by `reload`. */
export function useReading<T>(key: string, read: (signal: AbortSignal) => Promise<T>, version: unknown = null) {
  const [kept, keep] = useState<Kept<T>>({ key, reading: LOADING });
  const [asked, ask] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    void read(leaving.signal).then(
      (value) => {
        if (!leaving.signal.aborted) {
          keep({ key, reading: { status: "ready", value } });
        }
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) {
          keep((before) =>
            holds(before, key) ? before : { key, reading: { status: "failed", problem: asProblem(error) } },
          );
        }
      },
    );
    return () => leaving.abort();
    // `read` closes over what `key` names, and reads what is there at `version`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, asked, version]);
  const reload = useCallback(() => ask((times) => times + 1), []);
  return { reading: kept.key === key ? kept.reading : (LOADING as Reading<T>), reload };
}

function holds<T>(kept: Kept<T>, key: string): boolean {
  return kept.key === key && kept.reading.status === "ready";
}
