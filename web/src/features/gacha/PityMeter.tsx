/** How far the guarantees of a banner are away. */
"use client";

import { Card, Progress, Skeleton } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { gachaTexts } from "@/texts/gacha";

import type { BannerRates, BannerRarity } from "./banners";
import { isFeaturedNext, sinceOf, type Memory } from "./keepsakes";
import styles from "./PityMeter.module.css";

interface MeterProps {
  readonly rarity: BannerRarity;
  readonly certainAt: number;
  readonly since: number;
  readonly featured: boolean;
}

function Meter({ rarity, certainAt, since, featured }: MeterProps) {
  const t = useTexts(gachaTexts);
  const { number } = useFormats();
  const left = Math.max(1, certainAt - since);
  const said = t.since(number(since), t.stars(rarity.stars));
  return (
    <li className={styles.meter} data-stars={rarity.stars} data-since={since}>
      <span className={styles.words}>
        <span>{said}</span>
        <span className={styles.left}>{t.certain(left)}</span>
      </span>
      <Progress
        label={t.stars(rarity.stars)}
        value={since}
        max={certainAt}
        text={`${said}, ${t.certain(left)}`}
        tone="gold"
      />
      {rarity.pity.from_pull !== null && <span className={styles.note}>{t.rising(number(rarity.pity.from_pull))}</span>}
      {featured && <strong className={styles.note}>{t.featuredNext}</strong>}
    </li>
  );
}

export function PityMeter({ banner, memory }: { readonly banner: BannerRates; readonly memory: Memory | undefined }) {
  const t = useTexts(gachaTexts);
  return (
    <Card title={t.pity}>
      {memory === undefined ? (
        <Skeleton lines={2} />
      ) : (
        <ul className={styles.meters}>
          {banner.rates.map(
            (rarity) =>
              rarity.pity.certain_at !== null && (
                <Meter
                  key={rarity.stars}
                  rarity={rarity}
                  certainAt={rarity.pity.certain_at}
                  since={sinceOf(memory, banner.type, rarity.stars)}
                  featured={isFeaturedNext(memory, banner.type, rarity.stars)}
                />
              ),
          )}
        </ul>
      )}
    </Card>
  );
}
