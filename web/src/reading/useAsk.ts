/** Ask the gateway as the player: with a token that is good, and once more with a new one when it was not taken. */
"use client";

import { useCallback } from "react";

import { ask, asProblem, type Asked } from "@/api/problem";
import { useSessionActs } from "@/session";

type Query = Readonly<Record<string, string | number | undefined>>;

/** Return `path` with the parameters that have a value. */
export function withQuery(path: string, query: Query): string {
  const known = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return known.length === 0 ? path : `${path}?${new URLSearchParams(known).toString()}`;
}

export function useAsk(): (path: string, asked?: Asked) => Promise<Response> {
  const session = useSessionActs();
  return useCallback(
    async (path, asked) => {
      const token = await session.token();
      try {
        return await ask(path, { ...asked, token });
      } catch (error) {
        const { status, code } = asProblem(error);
        if (status !== 401 || code === "invalid_credentials") {
          throw error;
        }
        return await ask(path, { ...asked, token: (await session.refresh(token)).token });
      }
    },
    [session],
  );
}

/** Return a function that reads JSON; `T` is the shape that the route is documented to answer. */
export function useGet() {
  const asked = useAsk();
  return useCallback(
    async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
      return (await (await asked(path, { signal })).json()) as T;
    },
    [asked],
  );
}
