/** The frame of somebody who is logged in: places on the side or at the foot, the header, how the page is connected. */
"use client";

import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";

import { StandingNotice } from "@/standing/StandingNotice";

import { BottomBar } from "./BottomBar";
import { ConnectionBanner } from "./ConnectionBanner";
import { Header } from "./Header";
import { loadedOnceReachable } from "./newer-build";
import styles from "./Shell.module.css";
import { SideNav } from "./SideNav";

/** Nobody waits for it: it comes when the screen has come. */
const NotesKeeper = lazy(async () => ({
  default: (await loadedOnceReachable(() => import("@/features/fairness/notes/NotesKeeper"))).NotesKeeper,
}));

const SCREEN_MS = 2_000;

function useScreenHasCome(): boolean {
  const [hasCome, come] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => come(true), SCREEN_MS);
    return () => clearTimeout(timer);
  }, []);
  return hasCome;
}

interface Props {
  /** Leads past the places to the screen. */
  readonly skip: ReactNode;
  readonly children: ReactNode;
}

export function MemberFrame({ skip, children }: Props) {
  const hasCome = useScreenHasCome();
  return (
    <div className={styles.shell}>
      <Suspense>{hasCome && <NotesKeeper />}</Suspense>
      {skip}
      <SideNav />
      <div className={styles.column}>
        <Header />
        <ConnectionBanner />
        <StandingNotice />
        <main id="content" tabIndex={-1} className={styles.screen}>
          {children}
        </main>
      </div>
      <BottomBar />
    </div>
  );
}
