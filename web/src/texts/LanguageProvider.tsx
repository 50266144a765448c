/** The language of the page: `useTexts(textsOfAFeature)`, `useFormats()`, `useLanguage()`. */
"use client";

import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";

import { formatsOf, type Formats } from "./formats";
import { firstLanguage, keepLanguage, type Language } from "./language";
import type { Texts } from "./texts";

interface Spoken {
  readonly language: Language;
  readonly speak: (language: Language) => void;
}

const LanguageContext = createContext<Spoken>({ language: "en", speak: () => undefined });

/** `initial` fixes the language, for tests; else it is found out in the browser. */
export function LanguageProvider({ initial, children }: { readonly initial?: Language; readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => initial ?? firstLanguage());
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = useCallback((wanted: Language) => {
    keepLanguage(wanted);
    setLanguage(wanted);
  }, []);
  const spoken = useMemo(() => ({ language, speak }), [language, speak]);
  return <LanguageContext value={spoken}>{children}</LanguageContext>;
}

export function useLanguage(): Spoken {
  return use(LanguageContext);
}

export function useTexts<Shape>(texts: Texts<Shape>): Shape {
  return texts[useLanguage().language];
}

export function useFormats(): Formats {
  return formatsOf(useLanguage().language);
}
