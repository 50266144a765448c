/** A screen: its heading, which is the title of the page as well, and its content. */
import type { ReactNode } from "react";

import styles from "./Screen.module.css";

interface Props {
  readonly title: string;
  /** A line below the heading. */
  readonly lead?: ReactNode;
  /** Beside the heading: what is chosen or done for the whole screen. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Screen({ title, lead, aside, children }: Props) {
  return (
    <>
      <title>{`${title} · Pitboss`}</title>
      <header className={styles.head}>
        <div>
          <h1>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </>
  );
}
