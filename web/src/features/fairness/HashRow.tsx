/** A hash or a seed under its name, whole, with a button that copies it. `holds` marks it as what it must be. */
import { CheckIcon } from "@/design/icons";

import { CopyButton } from "./CopyButton";
import styles from "./HashRow.module.css";

interface Props {
  readonly name: string;
  readonly value: string;
  readonly holds?: boolean;
}

export function HashRow({ name, value, holds = false }: Props) {
  return (
    <div className={styles.row}>
      <dt className={styles.name}>
        {name}
        {holds && (
          <span className={styles.holds}>
            <CheckIcon size={14} />
          </span>
        )}
      </dt>
      <dd className={styles.value}>
        <code className={styles.text}>{value}</code>
        <CopyButton text={value} what={name} />
      </dd>
    </div>
  );
}
