/** The form of log-in and sign-up, with the way to the other one. A plain form, so that password managers know it. */
"use client";

import { useState, type SubmitEvent, type ReactNode, type RefObject } from "react";

import { PageLink } from "@/design";
import { AlertIcon, InfoIcon } from "@/design/icons";

import styles from "./EntranceForm.module.css";

interface Props {
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly other: string;
    readonly otherDo: string;
  };
  readonly other: "/login" | "/signup";
  readonly notice?: string;
  readonly fault?: string;
  readonly form: RefObject<HTMLFormElement | null>;
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  readonly children: ReactNode;
}

export function EntranceForm({ words, other, notice, fault, form, onSubmit, children }: Props) {
  // The page that somebody came for goes along to the other form.
  const [query] = useState(() => window.location.search);
  return (
    <div className={styles.entrance}>
      <title>{`${words.title} · Pitboss`}</title>
      <h1>{words.title}</h1>
      <p className={styles.lead}>{words.lead}</p>
      {notice && (
        <p className={styles.notice} role="status">
          <InfoIcon size={18} />
          {notice}
        </p>
      )}
      <form ref={form} method="post" className={styles.form} noValidate onSubmit={onSubmit}>
        {fault && (
          <p className={styles.fault} role="alert">
            <AlertIcon size={18} />
            {fault}
          </p>
        )}
        {children}
      </form>
      <p className={styles.other}>
        {words.other} <PageLink href={other + query}>{words.otherDo}</PageLink>
      </p>
    </div>
  );
}
