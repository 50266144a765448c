/** What the player has, and how far the next tier is. Figures have their place before they come, so nothing moves. */
import { Badge, Card, Money, Progress } from "@/design";
import { GemIcon, GoldIcon } from "@/design/icons";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";
import { tierName } from "@/texts/tiers";

import styles from "./BalanceCard.module.css";
import { ShardIcon } from "./ShardIcon";
import { wayToNextTier, type TierRule } from "./tier";

export interface ProfileShown {
  readonly gold: number;
  readonly gems: number;
  readonly shards: number;
  readonly xp: number;
  readonly tier: string;
  readonly debts: Readonly<Record<string, number>>;
}

interface Props {
  readonly profile: ProfileShown;
  readonly optimistic: boolean;
  /** Null while they are loading. */
  readonly tiers: readonly TierRule[] | null;
}

export function BalanceCard({ profile, optimistic, tiers }: Props) {
  const t = useTexts(dashboardTexts);
  const { number } = useFormats();
  return (
    <Card className={styles.card}>
      <h2 className="only-read">{t.balance}</h2>
      <dl className={styles.balances}>
        <div className={styles.gold}>
          <dt>
            <GoldIcon size={18} />
            {t.gold}
          </dt>
          <dd data-testid="dashboard-gold">
            <Money value={profile.gold} format={number} optimistic={optimistic} />
          </dd>
        </div>
        <div className={styles.small}>
          <dt>
            <GemIcon size={16} />
            {t.gems}
          </dt>
          <dd>
            <Money value={profile.gems} format={number} />
          </dd>
        </div>
        <div className={styles.small}>
          <dt>
            <ShardIcon size={16} />
            {t.shards}
          </dt>
          <dd>
            <Money value={profile.shards} format={number} />
          </dd>
        </div>
      </dl>
      <Debts debts={profile.debts} />
      <TierLine xp={profile.xp} tier={profile.tier} tiers={tiers} />
    </Card>
  );
}

function Debts({ debts }: { readonly debts: Readonly<Record<string, number>> }) {
  const t = useTexts(dashboardTexts);
  const { number } = useFormats();
  return Object.entries(debts)
    .filter(([, amount]) => amount > 0)
    .map(([currency, amount]) => (
      <p key={currency} className={styles.debt}>
        {t.debt(number(amount), t.currency[currency as keyof typeof t.currency])}
      </p>
    ));
}

function TierLine({ xp, tier, tiers }: { readonly xp: number; readonly tier: string } & Pick<Props, "tiers">) {
  const t = useTexts(dashboardTexts);
  const { number } = useFormats();
  const { language } = useLanguage();
  const nameOf = (name: string) => tierName(name, language);
  const way = tiers === null ? null : wayToNextTier(tiers, xp);
  const left = way?.next ? t.xpToNext(number(way.next.xp - xp), nameOf(way.next.name)) : t.topTier;
  return (
    <div className={styles.tier}>
      <p className={styles.line}>
        <span>
          <span className="only-read">{t.tierLabel}: </span>
          <Badge tone="gold">{nameOf(tier)}</Badge>
        </span>
        <span className={styles.xp}>{t.xp(number(xp))}</span>
        <span className={styles.left}>{way === null ? "\u00a0" : left}</span>
      </p>
      <Progress label={t.xpLabel} value={way?.done ?? 0} max={way?.whole ?? 1} text={left} tone="gold" />
    </div>
  );
}
