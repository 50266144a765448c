/** Tabs after the ARIA pattern: arrows, Home and End move, the panel follows at once. */
import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Tabs.module.css";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: ReactNode;
  readonly panel: ReactNode;
}

interface Props<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

/** Return the place that a key moves to, or null for a key that moves nothing. */
export function placeAfterKey(key: string, place: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
      return (place + 1) % count;
    case "ArrowLeft":
      return (place - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

export function Tabs<Name extends string>({ label, tabs, chosen, onChoose }: Props<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const to = placeAfterKey(
      event.key,
      tabs.findIndex((tab) => tab.name === chosen),
      tabs.length,
    );
    const next = to === null ? undefined : tabs[to];
    if (next !== undefined && to !== null) {
      event.preventDefault();
      onChoose(next.name);
      list.current?.querySelectorAll("button")[to]?.focus();
    }
  };
  return (
    <div>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            aria-selected={tab.name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.name === chosen ? 0 : -1}
            className={classes(styles.tab, tab.name === chosen && styles.chosen)}
            onClick={() => onChoose(tab.name)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} className={styles.panel}>
        {tabs.find((tab) => tab.name === chosen)?.panel}
      </div>
    </div>
  );
}
