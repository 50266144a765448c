/** The frame around the screens: places on the side or at the foot, the header, the screen. Guests have a plain one. */
"use client";

import type { ReactNode } from "react";

import { useSession } from "@/session";
import { StandingNotice } from "@/standing/StandingNotice";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { BottomBar } from "./BottomBar";
import { ConnectionBanner } from "./ConnectionBanner";
import { GuestHeader } from "./GuestHeader";
import { Header } from "./Header";
import styles from "./Shell.module.css";
import { SideNav } from "./SideNav";
import { Splash } from "./Splash";

export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useTexts(frameTexts);
  const session = useSession();
  if (session.status === "restoring") {
    return <Splash />;
  }
  const skip = (
    <a className={styles.skip} href="#content">
      {t.skip}
    </a>
  );
  if (session.status === "anonymous") {
    return (
      <>
        {skip}
        <GuestHeader />
        <main id="content" tabIndex={-1} className={styles.guest}>
          {children}
        </main>
      </>
    );
  }
  return (
    <div className={styles.shell}>
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
