/** An item on sale: what is in it, its price now, what limits it, and whether it can be bought. */
import { Countdown } from "@/clock/Countdown";
import { Badge, Button } from "@/design";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import { ContentIcon } from "./ContentIcon";
import type { Hindrance } from "./offer";
import styles from "./OfferCard.module.css";
import type { ItemShown } from "./shapes";
import { useShopWords } from "./useShopWords";

interface Props {
  readonly item: ItemShown;
  readonly hindrance: Hindrance | null;
  readonly onBuy: () => void;
}

export function OfferCard({ item, hindrance, onBuy }: Props) {
  const t = useTexts(shopTexts);
  const { language } = useLanguage();
  const words = useShopWords();
  const name = item.name[language];
  const price = words.price(item.price.currency, item.price_now);
  return (
    <li className={styles.offer} data-product={item.id} data-hindrance={hindrance?.why}>
      <div className={styles.head}>
        <span className={styles.icon}>
          <ContentIcon type={item.contents[0]?.type ?? "gold"} />
        </span>
        {item.discount_percent > 0 && <Badge tone="gold">{t.off(item.discount_percent)}</Badge>}
      </div>
      <h3 className={styles.name}>{name}</h3>
      <p className={styles.contents}>
        <span className="only-read">{t.youGet}: </span>
        {words.contents(item.contents)}
      </p>
      <Terms item={item} />
      <div className={styles.foot}>
        <p className={styles.price}>
          {item.discount_percent > 0 && (
            <s>
              <span className="only-read">{t.was("")}</span>
              {words.price(item.price.currency, item.price.amount)}
            </s>
          )}
          <strong>{price}</strong>
        </p>
        <Button
          kind="primary"
          size="s"
          disabled={hindrance !== null}
          aria-label={hindrance === null ? t.buyLabel(name, price) : undefined}
          onClick={onBuy}
        >
          <Act hindrance={hindrance} />
        </Button>
      </div>
    </li>
  );
}

function Act({ hindrance }: Pick<Props, "hindrance">) {
  const t = useTexts(shopTexts);
  const words = useShopWords();
  if (hindrance === null) {
    return t.buy;
  }
  return hindrance.why === "early" ? (
    <Countdown until={hindrance.startsAt} words={t.hindrance.early} />
  ) : (
    words.hindrance(hindrance)
  );
}

function Terms({ item }: Pick<Props, "item">) {
  const t = useTexts(shopTexts);
  const { number } = useFormats();
  const ends = item.sale_window?.ends_at ?? null;
  return (
    <p className={styles.terms}>
      {item.stock_left !== null && <span data-stock={item.stock_left}>{t.stock(number(item.stock_left))}</span>}
      {item.per_user_limit !== null && <span>{t.limit[item.per_user_period](number(item.per_user_limit))}</span>}
      {ends !== null && <Countdown until={ends} words={t.endsIn} />}
    </p>
  );
}
