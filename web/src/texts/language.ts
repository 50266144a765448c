/** The languages of the app, and which one a page begins with: what the player chose, else what the browser asks for. */
export type Language = "ko" | "en";

export const LANGUAGES: readonly { readonly code: Language; readonly name: string }[] = [
  { code: "ko", name: "한국어" },
  { code: "en", name: "English" },
];
const CHOICE = "pitboss.language";

function isLanguage(code: string | null | undefined): code is Language {
  return code === "ko" || code === "en";
}

/** Return the first of the browser's languages that the app speaks, else English. */
export function languageOf(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split("-")[0]).find(isLanguage) ?? "en";
}

export function firstLanguage(): Language {
  const chosen = localStorage.getItem(CHOICE);
  return isLanguage(chosen) ? chosen : languageOf(navigator.languages);
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(CHOICE, language);
}
