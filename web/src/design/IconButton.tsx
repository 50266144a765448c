/** A button that shows only an icon; `label` is its name, for screen readers and as a tooltip. */
import type { ComponentProps, ReactNode } from "react";

import { classes } from "./classes";
import styles from "./IconButton.module.css";

type Props = Omit<ComponentProps<"button">, "children"> & { readonly label: string; readonly children: ReactNode };

export function IconButton({ label, children, className, ...rest }: Props) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={classes(styles.button, className)}>
      {children}
    </button>
  );
}
