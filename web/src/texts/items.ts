/** Names of what the gacha gives. An item of a later banner is named by its id until it stands here. */
import type { Language } from "./language";

const NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "aurora-queen": { en: "Aurora Queen", ko: "오로라 퀸" },
  "golden-roulette": { en: "Golden Roulette", ko: "황금 룰렛" },
  "ruby-dealer": { en: "Ruby Dealer", ko: "루비 딜러" },
  "night-croupier": { en: "Night Croupier", ko: "밤의 크루피어" },
  "silver-jockey": { en: "Silver Jockey", ko: "은빛 기수" },
  "lucky-dragon": { en: "Lucky Dragon", ko: "행운의 용" },
  "frost-dice": { en: "Frost Dice", ko: "서리 주사위" },
  "polar-cards": { en: "Polar Cards", ko: "북극 카드" },
  "jade-dice": { en: "Jade Dice", ko: "비취 주사위" },
  "velvet-cards": { en: "Velvet Cards", ko: "벨벳 카드" },
  "neon-chips": { en: "Neon Chips", ko: "네온 칩" },
  "brass-lighter": { en: "Brass Lighter", ko: "황동 라이터" },
  "pearl-cufflinks": { en: "Pearl Cufflinks", ko: "진주 커프스" },
  "chrome-visor": { en: "Chrome Visor", ko: "크롬 바이저" },
  "felt-mat": { en: "Felt Mat", ko: "펠트 매트" },
  "plain-coaster": { en: "Plain Coaster", ko: "민무늬 받침" },
  "paper-visor": { en: "Paper Visor", ko: "종이 바이저" },
  "tin-token": { en: "Tin Token", ko: "양철 토큰" },
  "cork-dart": { en: "Cork Dart", ko: "코르크 다트" },
  "spare-die": { en: "Spare Die", ko: "여분 주사위" },
  "chalk-stub": { en: "Chalk Stub", ko: "분필 토막" },
  "wool-glove": { en: "Wool Glove", ko: "털장갑" },
};

/** Return the name of an item. */
export function itemName(item: string, language: Language): string {
  return NAMES[item]?.[language] ?? item.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());
}
