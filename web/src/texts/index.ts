/** Words in Korean and English: `defineTexts` beside each feature's name, hooks to read them. */
export { LANGUAGES, type Language } from "./language";
export { LanguageProvider, useFormats, useLanguage, useTexts } from "./LanguageProvider";
export { defineTexts, plural } from "./texts";
export type { Formats } from "./formats";
