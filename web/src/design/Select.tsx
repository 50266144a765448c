/** A labelled native select: the system's own list, on the phone as well. */
import { useId, type ComponentProps, type ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Field.module.css";
import { ChevronIcon } from "./icons";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface Props<Value extends string> extends Omit<ComponentProps<"select">, "value" | "onChange"> {
  readonly label: ReactNode;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly hideLabel?: boolean;
}

export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
  hideLabel,
  className,
  ...rest
}: Props<Value>) {
  const id = useId();
  return (
    <div className={classes(styles.field, className)}>
      <label className={hideLabel ? "only-read" : styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.box}>
        <select
          {...rest}
          id={id}
          className={styles.select}
          value={value}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <span className={styles.after}>
          <ChevronIcon size={16} direction="down" />
        </span>
      </div>
    </div>
  );
}
