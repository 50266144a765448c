/** Parts of a page for those who are logged in: guests do not load their code. */
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

import { isMarked } from "./tabs";

/**
 * Return a part whose code `load` gets: at once in a browser that has a session, beside the refresh of its token;
 * else when it is first shown.
 */
export function memberPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  let loading: Promise<ComponentType<Props>> | null = null;
  const once = () => {
    loading ??= load().catch((error: unknown) => {
      loading = null; // the next one who wants it tries again
      throw error;
    });
    return loading;
  };
  if (isMarked()) {
    once().catch(() => undefined);
  }
  return lazy(async () => ({ default: await once() }));
}
