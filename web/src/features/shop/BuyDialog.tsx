/** Buying an item: how many, what it costs, what is left; then what became of it, as the pushes say. */
"use client";

import { useState } from "react";

import { Button, Dialog } from "@/design";
import { useProfile } from "@/sync";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import { balancesOf } from "./balances";
import styles from "./BuyDialog.module.css";
import { quantityMax, type Buyer } from "./offer";
import { isAppCurrency } from "./price";
import { PurchaseOutcome } from "./PurchaseOutcome";
import type { ItemShown } from "./shapes";
import type { Buying } from "./useBuying";
import { useShopWords } from "./useShopWords";

interface Props {
  readonly item: ItemShown;
  readonly catalogVersion: number;
  readonly buyer: Buyer;
  readonly buying: Buying;
  readonly onClose: () => void;
}

export function BuyDialog({ item, catalogVersion, buyer, buying, onClose }: Props) {
  const t = useTexts(shopTexts);
  const { language } = useLanguage();
  const words = useShopWords();
  const [quantity, choose] = useState(1);
  const { bought, isBusy, askAgain } = buying;
  const order = () => buying.buy({ product_id: item.id, quantity, catalog_version: catalogVersion });
  const price = words.price(item.price.currency, item.price_now * quantity);
  const act = isAppCurrency(item.price.currency) ? t.buyFor(price) : t.pay(price);
  return (
    <Dialog
      open
      onClose={onClose}
      title={bought?.kind === "unknown" ? t.unknown : t.confirm(item.name[language])}
      closeLabel={t.close}
      actions={
        <>
          {(bought === null || bought.kind === "unknown") && <Button onClick={onClose}>{t.cancel}</Button>}
          <Button
            kind="primary"
            busy={isBusy}
            onClick={askAgain ?? (bought === null ? order : bought.kind === "changed" ? buying.forget : onClose)}
          >
            {askAgain ? t.ask : bought === null ? act : bought.kind === "changed" ? t.lookAgain : t.done}
          </Button>
        </>
      }
    >
      {bought ? (
        <PurchaseOutcome bought={bought} contents={words.contents(item.contents, buying.order?.quantity ?? quantity)} />
      ) : (
        <Order item={item} buyer={buyer} quantity={quantity} onQuantity={choose} />
      )}
    </Dialog>
  );
}

interface OrderProps {
  readonly item: ItemShown;
  readonly buyer: Buyer;
  readonly quantity: number;
  readonly onQuantity: (quantity: number) => void;
}

function Order({ item, buyer, quantity, onQuantity }: OrderProps) {
  const t = useTexts(shopTexts);
  const { number } = useFormats();
  const words = useShopWords();
  const profile = useProfile();
  const { currency } = item.price;
  const most = quantityMax(item, buyer);
  const total = item.price_now * quantity;
  const have = profile ? balancesOf(profile)[currency] : undefined;
  return (
    <div className={styles.order}>
      <p className={styles.contents}>{words.contents(item.contents, quantity)}</p>
      <div className={styles.line}>
        <span>{t.quantity}</span>
        <span className={styles.quantity}>
          <Button size="s" aria-label={t.fewer} disabled={quantity <= 1} onClick={() => onQuantity(quantity - 1)}>
            −
          </Button>
          <output aria-label={t.quantity}>{number(quantity)}</output>
          <Button size="s" aria-label={t.more} disabled={quantity >= most} onClick={() => onQuantity(quantity + 1)}>
            +
          </Button>
        </span>
      </div>
      <div className={styles.line}>
        <span>{t.total}</span>
        <strong>{words.price(currency, total)}</strong>
      </div>
      {have === undefined ? (
        <p className={styles.note}>{t.confirmMoney(words.price(currency, total))}</p>
      ) : (
        <div className={styles.line}>
          <span>{t.after}</span>
          <span>{words.price(currency, Math.max(0, have - total))}</span>
        </div>
      )}
    </div>
  );
}
