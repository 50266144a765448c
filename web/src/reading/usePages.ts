/** Pages of a list whose next page is named by a cursor: forward by the cursor, back by those that led here. */
"use client";

import { useState } from "react";

import { useReading } from "./useReading";

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string | null;
}

interface Place {
  readonly list: string;
  /** The cursors that led here; the first page has none. */
  readonly cursors: readonly string[];
}

/** `list` names the list with its filters; another list begins at its first page. */
export function usePages<Row>(
  list: string,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  version: unknown = null,
) {
  const [place, go] = useState<Place>({ list, cursors: [] });
  const cursors = place.list === list ? place.cursors : [];
  const cursor = cursors.at(-1);
  const { reading, reload } = useReading(`${list} ${cursor ?? ""}`, (signal) => read(cursor, signal), version);
  const next = reading.status === "ready" ? (reading.value.next ?? null) : null;
  return {
    reading,
    reload,
    isFirst: cursor === undefined,
    onPrevious: cursor === undefined ? undefined : () => go({ list, cursors: cursors.slice(0, -1) }),
    onNext: next === null ? undefined : () => go({ list, cursors: [...cursors, next] }),
  };
}
