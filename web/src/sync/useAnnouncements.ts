/** Turns pushes into toasts, in the language of the page. */
"use client";

import type { PlayerState } from "@pitboss/client";
import { useEffect, useEffectEvent, useRef } from "react";

import { toasts } from "@/design";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { announcementTexts } from "@/texts/announcements";

import { announcementOf } from "./announcements";
import type { SyncStore } from "./store";

export function useAnnouncements(store: SyncStore): void {
  const words = useTexts(announcementTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  const before = useRef<PlayerState | undefined>(undefined);
  const hear = useEffectEvent((push: Parameters<typeof announcementOf>[0]) => {
    const announcement = announcementOf(push, before.current, { words, formats, language });
    before.current = store.player;
    if (announcement !== null) {
      toasts.add(announcement);
    }
  });
  useEffect(() => {
    before.current = store.player;
    const stopPushes = store.onPush((push) => hear(push));
    // A snapshot is no news: what it has was there before.
    const stopState = store.subscribe(() => {
      before.current ??= store.player;
    });
    return () => {
      stopPushes();
      stopState();
    };
  }, [store]);
}
