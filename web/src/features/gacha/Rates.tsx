/** The disclosure: rates as the roller uses them, what the last version changed, and every item with its share. */
"use client";

import { Badge, Card, Table, type Column } from "@/design";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { gachaTexts } from "@/texts/gacha";
import { itemName } from "@/texts/items";

import type { BannerRates, BannerRarity } from "./banners";
import { ownedOf, type Memory } from "./keepsakes";
import styles from "./Rates.module.css";
import { exactShare } from "./shares";

function useColumns(): readonly Column<BannerRarity>[] {
  const t = useTexts(gachaTexts);
  const { language } = useLanguage();
  const { number } = useFormats();
  return [
    { name: "rarity", head: t.columns.rarity, cell: (row) => t.stars(row.stars) },
    { name: "rate", head: t.columns.rate, number: true, cell: (row) => exactShare(row.rate, language) },
    {
      name: "consolidated",
      head: t.columns.consolidated,
      number: true,
      cell: (row) => exactShare(row.consolidated_rate, language),
    },
    {
      name: "expected",
      head: t.columns.expected,
      number: true,
      wideOnly: true,
      cell: (row) => number(Math.round(row.expected_pulls * 10) / 10),
    },
    {
      name: "duplicate",
      head: t.columns.duplicate,
      number: true,
      wideOnly: true,
      cell: (row) => t.shards(row.duplicate_shards, number(row.duplicate_shards)),
    },
  ];
}

function Items({ rarity, memory }: { readonly rarity: BannerRarity; readonly memory: Memory | undefined }) {
  const t = useTexts(gachaTexts);
  const { language } = useLanguage();
  const { number } = useFormats();
  const owned = memory && rarity.items.filter(({ item }) => ownedOf(memory, item) > 0).length;
  return (
    <details className={styles.rarity} open={rarity.stars >= 5}>
      <summary>
        {t.stars(rarity.stars)}
        {owned !== undefined && <span className={styles.count}>{t.owned(owned, rarity.items.length)}</span>}
      </summary>
      <ul className={styles.items}>
        {rarity.items.map(({ item, featured, share }) => {
          const times = memory === undefined ? 0 : ownedOf(memory, item);
          return (
            <li key={item} className={styles.item}>
              <span className={styles.name}>
                {itemName(item, language)} {featured && <Badge tone="gold">{t.featured}</Badge>}
              </span>
              <span className={styles.share}>{t.ofRarity(exactShare(share, language))}</span>
              <span className={styles.times}>{times > 0 ? t.times(number(times)) : t.notOwned}</span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

export function Rates({ banner, memory }: { readonly banner: BannerRates; readonly memory: Memory | undefined }) {
  const t = useTexts(gachaTexts);
  const { language } = useLanguage();
  const { number } = useFormats();
  return (
    <div className={styles.rates}>
      <Card title={t.rates} padding="none">
        <p className={styles.notice}>
          <strong>{t.changed(number(banner.version))}</strong> {banner.change_notice[language]}
        </p>
        <Table caption={t.rates} columns={useColumns()} rows={banner.rates} keyOf={(row) => String(row.stars)} />
      </Card>
      <Card title={t.items}>
        {banner.rates.map((rarity) => (
          <Items key={rarity.stars} rarity={rarity} memory={memory} />
        ))}
      </Card>
    </div>
  );
}
