/** What the player has: gold, gems, tier. Each reads its own part, so that one that changes renders alone. */
"use client";

import { Badge, Money, Skeleton } from "@/design";
import { GemIcon, GoldIcon } from "@/design/icons";
import { useGold, usePlayer } from "@/sync";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { tierName } from "@/texts/tiers";
import { walletTexts } from "@/texts/wallet";

import styles from "./Wallet.module.css";

export function GoldShown() {
  const t = useTexts(walletTexts);
  const { number } = useFormats();
  const gold = useGold();
  return (
    <span className={styles.gold} data-testid="gold" role="group" aria-label={t.gold}>
      <GoldIcon />
      {gold === undefined ? (
        <Skeleton className={styles.waiting} />
      ) : (
        <>
          <Money value={gold.amount} format={number} optimistic={gold.optimistic} />
          {gold.optimistic && <span className="only-read">{t.pending}</span>}
        </>
      )}
    </span>
  );
}

function GemsShown() {
  const t = useTexts(walletTexts);
  const { number } = useFormats();
  const gems = usePlayer((player) => player.profile.gems);
  return gems === undefined ? null : (
    <span className={styles.gems} role="group" aria-label={t.gems}>
      <GemIcon size={18} />
      <Money value={gems} format={number} />
    </span>
  );
}

function TierShown() {
  const t = useTexts(walletTexts);
  const { language } = useLanguage();
  const tier = usePlayer((player) => player.profile.tier);
  if (tier === undefined) {
    return null;
  }
  const name = tierName(tier, language);
  return (
    <span className={styles.tier} data-testid="tier">
      <Badge tone="gold" label={t.tier(name)}>
        {name}
      </Badge>
    </span>
  );
}

export function Wallet() {
  return (
    <div className={styles.wallet}>
      <TierShown />
      <GemsShown />
      <GoldShown />
    </div>
  );
}
