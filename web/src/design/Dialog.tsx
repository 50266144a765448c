/** A modal on the native <dialog>: focus stays in it, Escape and a press beside it close it, focus comes back after. */
import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton";
import { CloseIcon } from "./icons";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Name of the closing button, in the language of the page. */
  readonly closeLabel: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
  /** The acts, at the foot. */
  readonly actions?: ReactNode;
}

export function Dialog({ open, onClose, title, closeLabel, wide, children, actions }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (open && shown && !shown.open) {
      shown.showModal();
    } else if (!open && shown?.open) {
      shown.close();
    }
  }, [open]);
  const pressBeside = (event: MouseEvent) => {
    if (event.target === dialog.current) {
      onClose();
    }
  };
  return (
    // The press beside the dialog is a convenience: Escape and the button do the same by keyboard.
    <dialog
      ref={dialog}
      className={classes(styles.dialog, wide && styles.wide)}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={pressBeside}
    >
      {open && (
        <div className={styles.inside}>
          <header className={styles.head}>
            <h2 id={heading}>{title}</h2>
            <IconButton label={closeLabel} onClick={onClose}>
              <CloseIcon />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {actions && <footer className={styles.foot}>{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}
