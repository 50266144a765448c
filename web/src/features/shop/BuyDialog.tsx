/** Buying an item: how many, what it costs, what is left; then what became of it, as the pushes say. */
"use client";

import { useState } from "react";

import { Button, Dialog } from "@/design";
import { useCommands, useFaultText, useProfile, usePush } from "@/sync";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import { balancesOf } from "./balances";
import styles from "./BuyDialog.module.css";
import { quantityMax, type Buyer } from "./offer";
import { isAppCurrency } from "./price";
import { PurchaseOutcome, type Bought } from "./PurchaseOutcome";
import type { ItemShown } from "./shapes";
import { useShopWords } from "./useShopWords";

interface Props {
  readonly item: ItemShown;
  readonly catalogVersion: number;
  readonly buyer: Buyer;
  readonly onClose: () => void;
  /** The item has changed: read the catalog again. */
  readonly onChanged: () => void;
}

export function BuyDialog({ item, catalogVersion, buyer, onClose, onChanged }: Props) {
  const t = useTexts(shopTexts);
  const { language } = useLanguage();
  const words = useShopWords();
  const textOf = useFaultText();
  const { send } = useCommands();
  const [quantity, choose] = useState(1);
  const [isBusy, setBusy] = useState(false);
  const [bought, setBought] = useState<Bought | null>(null);
  useEndOf(bought, setBought);
  const total = item.price_now * quantity;
  const price = words.price(item.price.currency, total);
  const isMoney = !isAppCurrency(item.price.currency);

  const buy = async () => {
    setBusy(true);
    const outcome = await send("shop.buy", { product_id: item.id, quantity, catalog_version: catalogVersion });
    setBusy(false);
    if (outcome.ok) {
      setBought({ kind: "purchase", purchase: outcome.payload });
      return;
    }
    const { code } = outcome.error;
    setBought(code === "version_conflict" ? { kind: "changed" } : { kind: "refused", text: textOf(outcome.error) });
    if (code === "version_conflict" || code === "out_of_stock" || code === "item_inactive") {
      onChanged();
    }
  };

  const actions = bought ? (
    <Button kind="primary" onClick={bought.kind === "changed" ? () => setBought(null) : onClose}>
      {bought.kind === "changed" ? t.lookAgain : t.done}
    </Button>
  ) : (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button kind="primary" busy={isBusy} onClick={() => void buy()}>
        {isMoney ? t.pay(price) : t.buyFor(price)}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={t.confirm(item.name[language])} closeLabel={t.close} actions={actions}>
      {bought ? (
        <PurchaseOutcome bought={bought} contents={words.contents(item.contents, quantity)} />
      ) : (
        <Order item={item} buyer={buyer} quantity={quantity} onQuantity={choose} />
      )}
    </Dialog>
  );
}

/** A pending purchase ends by a push, whichever tab or provider ended it. */
function useEndOf(bought: Bought | null, setBought: (bought: Bought) => void): void {
  usePush((push) => {
    const waits = bought?.kind === "purchase" && bought.purchase.status === "pending" ? bought.purchase : null;
    if (push.type === "purchase_update" && push.payload.purchase_id === waits?.purchase_id) {
      setBought({ kind: "purchase", purchase: { ...waits, ...push.payload } });
    }
  });
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
