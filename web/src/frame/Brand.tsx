/** The mark of the product and its name. */

import { PageLink } from "@/design";
import styles from "./Brand.module.css";

export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="15" className={styles.rim} />
      <path
        d="M16 1v5M16 26v5M1 16h5M26 16h5M5.4 5.4l3.5 3.5M23.1 23.1l3.5 3.5M26.6 5.4l-3.5 3.5M8.9 23.1l-3.5 3.5"
        className={styles.notches}
      />
      <circle cx="16" cy="16" r="9" className={styles.face} />
      <path d="M13.4 21.5v-11h3.4a3.2 3.2 0 0 1 0 6.4h-3.4" className={styles.letter} />
    </svg>
  );
}

export function Brand() {
  return (
    <PageLink href="/" className={styles.brand}>
      <Mark />
      <span>Pitboss</span>
    </PageLink>
  );
}
