/** Korean or English, each named in its own language. */
"use client";

import { Segmented } from "@/design";
import { LANGUAGES, useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { useChosenLanguage } from "./useChosenLanguage";

export function LanguageSwitch() {
  const { language, choose } = useChosenLanguage();
  const t = useTexts(frameTexts);
  const options = LANGUAGES.map(({ code, name }) => ({ value: code, label: <span lang={code}>{name}</span> }));
  return <Segmented label={t.language} options={options} value={language} onChange={choose} />;
}
