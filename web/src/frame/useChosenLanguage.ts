/** The language of the page. What a member chooses is kept at the account as well, for whatever is written to them. */
"use client";

import { toasts } from "@/design";
import { useAsk } from "@/reading/useAsk";
import { useSession } from "@/session";
import { useLanguage, type Language } from "@/texts";
import { frameTexts } from "@/texts/frame";

export function useChosenLanguage() {
  const { language, speak } = useLanguage();
  const session = useSession();
  const asked = useAsk();
  const choose = (wanted: Language) => {
    speak(wanted);
    if (session.status === "member") {
      asked("/api/users/me/locale", { method: "POST", body: { locale: wanted } }).catch(() =>
        toasts.add({ key: "language", tone: "error", title: frameTexts[wanted].languageFailed }),
      );
    }
  };
  return { language, choose };
}
