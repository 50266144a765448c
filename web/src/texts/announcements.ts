/** What passes by when the server pushes something that the player should hear of. */
import { defineTexts } from "./texts";

export const announcementTexts = defineTexts({
  en: {
    purchased: "Purchase complete",
    receipt: (code: string) => `Receipt ${code}`,
    purchaseFailed: "The purchase did not go through",
    purchaseFailedWhy: "You were not charged. You can try again in the shop.",
    purchaseEnded: {
      cancelled: "Purchase cancelled",
      expired: "The time to pay ran out",
      refunded: "Purchase refunded",
    },
    reward: (amount: string, what: string) => `+${amount} ${what}`,
    rewardWhy: "Reward received",
    kinds: { gold: "gold", gem: "gems", gems: "gems", shard: "shards", shards: "shards" },
    claimable: "Mission complete",
    claimableWhy: "Claim your reward on the home screen.",
    tier: (name: string) => `You are ${name} now`,
    closed: {
      banned: "Your account is closed",
      kicked: "You were disconnected by our staff",
      self_excluded: "You have excluded yourself from play",
    },
  },
  ko: {
    purchased: "구매가 완료됐어요",
    receipt: (code: string) => `영수증 ${code}`,
    purchaseFailed: "구매하지 못했어요",
    purchaseFailedWhy: "결제되지 않았어요. 상점에서 다시 시도할 수 있어요.",
    purchaseEnded: { cancelled: "구매를 취소했어요", expired: "결제 시간이 지났어요", refunded: "환불됐어요" },
    reward: (amount: string, what: string) => `${what} +${amount}`,
    rewardWhy: "보상을 받았어요",
    kinds: { gold: "골드", gem: "젬", gems: "젬", shard: "조각", shards: "조각" },
    claimable: "미션 완료",
    claimableWhy: "홈에서 보상을 받아 주세요.",
    tier: (name: string) => `${name} 등급이 되었어요`,
    closed: {
      banned: "이용이 정지된 계정이에요",
      kicked: "운영자가 연결을 종료했어요",
      self_excluded: "이용 제한을 설정했어요",
    },
  },
});
