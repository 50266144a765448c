/** Prices, contents and reasons of the shop, in words. */
import { useFormats, useLanguage, useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";
import { tierName } from "@/texts/tiers";

import type { Hindrance } from "./offer";
import { isAppCurrency, moneyText } from "./price";

const LOCALES = { ko: "ko-KR", en: "en-GB" } as const;

interface Amount {
  readonly type: "gem" | "gold" | "shard";
  readonly amount: number;
}

export function useShopWords() {
  const t = useTexts(shopTexts);
  const { number } = useFormats();
  const { language } = useLanguage();
  const price = (currency: string, amount: number): string =>
    isAppCurrency(currency) ? t.price[currency](number(amount)) : moneyText(LOCALES[language], currency, amount);
  const contents = (all: readonly Amount[], pieces = 1): string =>
    all.map(({ type, amount }) => t.contents[type](number(amount * pieces))).join(" + ");
  const reason = (code: string): string => {
    const name = code.toLowerCase();
    return name in t.reason ? t.reason[name as keyof typeof t.reason] : t.reason.other;
  };
  /** What hinders, but for a sale that begins later: that counts down. */
  const hindrance = (what: Exclude<Hindrance, { readonly why: "early" }>): string => {
    switch (what.why) {
      case "tier":
        return t.hindrance.tier(tierName(what.tier, language));
      case "short":
        return t.hindrance.short(price(what.currency, what.missing));
      default:
        return t.hindrance[what.why];
    }
  };
  return { price, contents, reason, hindrance };
}
