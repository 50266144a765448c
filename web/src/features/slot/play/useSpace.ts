/** Space does the one act of the screen, unless it already means something where the focus is. */
"use client";

import { useEffect, useEffectEvent } from "react";

/** A radio button that is chosen has no use for Space. */
const MEANT = "a, button, summary, select, textarea, dialog, [contenteditable], input:not([type=radio]:checked)";

function isFree(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(MEANT) === null;
}

export function useSpace(act: () => void): void {
  const press = useEffectEvent(act);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey;
      if (event.code !== "Space" || isHeld || event.defaultPrevented || !isFree(event.target)) {
        return;
      }
      // The page must not scroll, however long the key is held.
      event.preventDefault();
      if (!event.repeat) {
        press();
      }
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
}
