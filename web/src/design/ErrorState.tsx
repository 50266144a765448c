/** Something could not be loaded: says what to do, and offers to try again. */
import type { ReactNode } from "react";

import { Button } from "./Button";
import styles from "./EmptyState.module.css";
import { AlertIcon, RefreshIcon } from "./icons";

interface Props {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly retry?: () => void;
  readonly retryLabel?: string;
}

export function ErrorState({ title, children, retry, retryLabel }: Props) {
  return (
    <div className={styles.state} role="alert">
      <span className={styles.wrong}>
        <AlertIcon size={24} />
      </span>
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.text}>{children}</p>}
      {retry && (
        <div className={styles.action}>
          <Button onClick={retry} icon={<RefreshIcon size={18} />}>
            {retryLabel}
          </Button>
        </div>
      )}
    </div>
  );
}
