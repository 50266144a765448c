/** Words of what the player has, in the header. */
import { defineTexts } from "./texts";

export const walletTexts = defineTexts({
  en: {
    gold: "Gold",
    gems: "Gems",
    pending: "not confirmed yet",
    tier: (name: string) => `Tier: ${name}`,
    waiting: { home: (count: number) => `${count} to claim`, shop: (count: number) => `${count} being paid` },
  },
  ko: {
    gold: "골드",
    gems: "젬",
    pending: "확인 중",
    tier: (name: string) => `등급: ${name}`,
    waiting: { home: (count: number) => `받을 보상 ${count}개`, shop: (count: number) => `결제 중 ${count}건` },
  },
});
