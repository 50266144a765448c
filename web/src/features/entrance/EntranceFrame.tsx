/** The frame of log-in and sign-up: the mark, the language, the form. */
"use client";

import type { ReactNode } from "react";

import { GuestHeader } from "@/frame/GuestHeader";

import styles from "./EntranceFrame.module.css";

export function EntranceFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <GuestHeader doors={false} />
      <main className={styles.main}>{children}</main>
    </div>
  );
}
