/** The frame around the screens: the plain one of guests, or that of members, whose code guests do not load. */
"use client";

import { Suspense, type ReactNode } from "react";

import { memberPart, useSession } from "@/session";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { GuestHeader } from "./GuestHeader";
import styles from "./Shell.module.css";
import { Splash } from "./Splash";

const MemberFrame = memberPart(async () => (await import("./MemberFrame")).MemberFrame);

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
    <Suspense fallback={<Splash />}>
      <MemberFrame skip={skip}>{children}</MemberFrame>
    </Suspense>
  );
}
