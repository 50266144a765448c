/** Which pushes a player hears of, and in which words. A push that came late, by replay, is told like any other. */
import type { EventState, PlayerState, Push, PurchaseUpdate } from "@pitboss/client";

import type { Toast } from "@/design";
import type { Formats } from "@/texts";
import type { announcementTexts } from "@/texts/announcements";
import { tierName } from "@/texts/tiers";
import type { Language } from "@/texts";

type Words = (typeof announcementTexts)["en"];
type Announcement = Omit<Toast, "key"> & { readonly key: string };

export interface Speech {
  readonly words: Words;
  readonly formats: Formats;
  readonly language: Language;
}

/** Return the words for `push`, or none; `before` is what the player was shown until now. */
export function announcementOf(push: Push, before: PlayerState | undefined, speech: Speech): Announcement | null {
  const { words, formats } = speech;
  switch (push.type) {
    case "purchase_update":
      return purchase(push.payload, words);
    case "reward_granted": {
      const { grant_id, amount, reward_type } = push.payload;
      const kind = (words.kinds as Readonly<Record<string, string>>)[reward_type] ?? reward_type;
      return { key: grant_id, tone: "win", title: words.reward(formats.number(amount), kind), text: words.rewardWhy };
    }
    case "event_progress": {
      const ready = [push.payload, ...(push.payload.more ?? [])].find((event) => hasBecomeClaimable(event, before));
      return ready === undefined
        ? null
        : { key: `event-${ready.event_id}`, tone: "win", title: words.claimable, text: words.claimableWhy };
    }
    case "profile_update":
      return before === undefined || before.profile.tier === push.payload.tier
        ? null
        : { key: "tier", tone: "win", title: words.tier(tierName(push.payload.tier, speech.language)) };
    case "account_closed":
      return { key: "closed", tone: "error", title: words.closed[push.payload.code], text: push.payload.reason };
    case "stats_update":
    case "streak_update":
    case "shop_update":
      return null;
  }
}

function purchase({ purchase_id, status, receipt_code }: PurchaseUpdate, words: Words): Announcement | null {
  const key = `purchase-${purchase_id}`;
  switch (status) {
    case "pending":
      return null;
    case "success":
      return { key, tone: "win", title: words.purchased, text: receipt_code && words.receipt(receipt_code) };
    case "failed":
      return { key, tone: "error", title: words.purchaseFailed, text: words.purchaseFailedWhy };
    case "cancelled":
    case "expired":
    case "refunded":
      return { key, tone: "info", title: words.purchaseEnded[status] };
  }
}

function hasBecomeClaimable(event: EventState, before: PlayerState | undefined): boolean {
  return event.can_claim && !event.claimed && before?.events[event.event_id]?.can_claim !== true;
}
