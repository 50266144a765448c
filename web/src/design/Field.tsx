/** A labelled input with a hint and an error, tied together for screen readers. The error says what to do. */
import { useId, type ComponentProps, type ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Field.module.css";
import { AlertIcon } from "./icons";

interface FieldProps extends ComponentProps<"input"> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** Inside the box, after the text: a unit, or a button. */
  readonly after?: ReactNode;
}

export function Field({ label, hint, error, after, className, id, ...rest }: FieldProps) {
  const made = useId();
  const name = id ?? made;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div className={classes(styles.field, className)}>
      <label className={styles.label} htmlFor={name}>
        {label}
      </label>
      <div className={classes(styles.box, Boolean(error) && styles.wrong)}>
        <input
          {...rest}
          id={name}
          className={styles.input}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
        />
        {after && <span className={styles.after}>{after}</span>}
      </div>
      {hint && !error && (
        <p id={`${name}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${name}-error`} className={styles.error} role="alert">
          <AlertIcon size={16} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}
