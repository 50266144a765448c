/** What was pulled, turned over one after the other; said once, when all of it is there. */
"use client";

import type { CommandReply } from "@pitboss/client";

import { Badge, classes } from "@/design";
import { useLanguage, useTexts } from "@/texts";
import { gachaTexts } from "@/texts/gacha";
import { itemName } from "@/texts/items";

import { Emblem, rankOf } from "./Emblem";
import styles from "./PulledItems.module.css";

type Item = CommandReply<"gacha.pull">["pulls"][number];

function PulledItem({ item }: { readonly item: Item }) {
  const t = useTexts(gachaTexts);
  const { language } = useLanguage();
  return (
    <li className={classes(styles.item, styles[rankOf(item.rarity)])} data-item={item.item}>
      <Emblem stars={item.rarity} />
      <span className={styles.name}>{itemName(item.item, language)}</span>
      <span className={styles.stars}>{t.stars(item.rarity)}</span>
      {item.duplicate ? (
        <span className={styles.duplicate}>{t.duplicate(item.converted ?? 0)}</span>
      ) : (
        <Badge tone="accent">{t.isNew}</Badge>
      )}
    </li>
  );
}

interface Props {
  readonly round: string;
  readonly pulls: readonly Item[];
  readonly revealing: boolean;
}

export function PulledItems({ round, pulls, revealing }: Props) {
  const t = useTexts(gachaTexts);
  const { language } = useLanguage();
  const said = pulls.map((pull) => `${itemName(pull.item, language)} (${t.stars(pull.rarity)})`).join(", ");
  return (
    <>
      <ol key={round} className={classes(styles.items, revealing && styles.revealing)} data-testid="pulled">
        {pulls.map((pull, index) => (
          <PulledItem key={index} item={pull} />
        ))}
      </ol>
      <p className="only-read" role="status">
        {revealing ? "" : t.announced(said)}
      </p>
    </>
  );
}
