/**
 * Shows the toasts in one polite live region; it exists from the start, so that screen readers know it. The newest is
 * at the edge and the others give way by a transform: nothing of the layout changes.
 */
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

import { classes } from "./classes";
import { IconButton } from "./IconButton";
import { AlertIcon, CheckIcon, CloseIcon, InfoIcon } from "./icons";
import { toasts, type Toast } from "./toasts";
import styles from "./Toasts.module.css";

const ICONS = { info: InfoIcon, win: CheckIcon, error: AlertIcon };
const NONE: readonly Toast[] = [];

const GAP_PX = 8;

interface Props {
  readonly label: string;
  readonly closeLabel: string;
}

/** Tell each toast how much of the way from the edge the newer ones take. */
function useStack(shown: readonly Toast[]) {
  const region = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let taken = 0;
    for (const toast of [...(region.current?.children ?? [])].reverse() as HTMLElement[]) {
      toast.style.setProperty("--taken", `${taken}px`);
      taken += toast.offsetHeight + GAP_PX;
    }
  }, [shown]);
  return region;
}

export function Toasts({ label, closeLabel }: Props) {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.current, () => NONE);
  const region = useStack(shown);
  return (
    <div ref={region} className={styles.region} role="status" aria-label={label}>
      {shown.map((toast) => {
        const Icon = ICONS[toast.tone];
        return (
          <div key={toast.key} className={classes(styles.toast, styles[toast.tone])}>
            <Icon />
            <div className={styles.words}>
              <p className={styles.title}>{toast.title}</p>
              {toast.text && <p className={styles.text}>{toast.text}</p>}
            </div>
            <IconButton label={closeLabel} onClick={() => toasts.dismiss(toast.key)}>
              <CloseIcon size={16} />
            </IconButton>
          </div>
        );
      })}
    </div>
  );
}
