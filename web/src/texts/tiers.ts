/** Names of tiers. The server names them; one that is not known here keeps its name. */
import type { Language } from "./language";

const NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  bronze: { en: "Bronze", ko: "브론즈" },
  silver: { en: "Silver", ko: "실버" },
  gold: { en: "Gold", ko: "골드" },
  platinum: { en: "Platinum", ko: "플래티넘" },
  diamond: { en: "Diamond", ko: "다이아몬드" },
};

export function tierName(tier: string, language: Language): string {
  return NAMES[tier.toLowerCase()]?.[language] ?? tier;
}
