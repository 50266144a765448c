/**
 * The root of the app in the browser: language, session, toasts.
 *
 * A page that was rendered at build time knows neither language nor player: it shows the splash, and the rest comes
 * once it runs in a browser.
 */
"use client";

import { useSyncExternalStore, type ReactNode } from "react";

import { Toasts } from "@/design/Toasts";
import { SessionProvider } from "@/session";
import { RealtimeSyncProvider } from "@/sync";
import { LanguageProvider, useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { Splash } from "./Splash";

const never = () => () => undefined;

function Notices() {
  const t = useTexts(frameTexts);
  return <Toasts label={t.notices} closeLabel={t.dismiss} />;
}

export function AppRoot({ children }: { readonly children: ReactNode }) {
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!inBrowser) {
    return <Splash />;
  }
  return (
    <LanguageProvider>
      <SessionProvider>
        <RealtimeSyncProvider waiting={<Splash />}>{children}</RealtimeSyncProvider>
        <Notices />
      </SessionProvider>
    </LanguageProvider>
  );
}
