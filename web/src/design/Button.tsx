/** A button, or a link that looks like one. While `busy` it keeps its width and its focus, and is not pressed again. */
import { PageLink } from "./links/PageLink";
import type { ComponentProps, MouseEvent, ReactNode } from "react";

import styles from "./Button.module.css";
import { classes } from "./classes";

interface Look {
  /** "primary": the one act of a place; "plain": beside it; "quiet": in a line; "danger": cannot be taken back. */
  readonly kind?: "primary" | "plain" | "quiet" | "danger";
  readonly size?: "s" | "m" | "l";
  readonly wide?: boolean;
  readonly icon?: ReactNode;
}

type ButtonProps = Look & ComponentProps<"button"> & { readonly busy?: boolean };

function lookOf({ kind = "plain", size = "m", wide }: Look, more?: string): string {
  return classes(styles.button, styles[kind], styles[`size-${size}`], wide && styles.wide, more);
}

export function Button({ kind, size, wide, icon, busy = false, className, children, onClick, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      className={lookOf({ kind, size, wide }, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      onClick={press}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {busy && <span className={styles.spinner} aria-hidden="true" />}
    </button>
  );
}

export function ButtonLink({
  kind,
  size,
  wide,
  icon,
  className,
  children,
  ...rest
}: Look & ComponentProps<typeof PageLink>) {
  return (
    <PageLink {...rest} className={lookOf({ kind, size, wide }, className)}>
      {icon}
      <span className={styles.label}>{children}</span>
    </PageLink>
  );
}
