/** Purchases that wait for their payment: where to pay, and a way out. They go as soon as a push ends them. */
"use client";

import { Button, Card } from "@/design";
import { useAct } from "@/reading/useAct";
import { usePurchases } from "@/sync";
import { useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import { useShopWords } from "./useShopWords";
import styles from "./WaitingPurchases.module.css";

export function WaitingPurchases({ nameOf }: { readonly nameOf: (productId: string) => string }) {
  const t = useTexts(shopTexts);
  const words = useShopWords();
  const { busy, act } = useAct<string>();
  const waiting = usePurchases() ?? [];
  if (waiting.length === 0) {
    return null;
  }
  return (
    <Card title={t.pendingList} padding="none">
      <ul className={styles.list}>
        {waiting.map(({ purchase_id, product_id, amount, currency, pay_url }) => (
          <li key={purchase_id} className={styles.purchase} data-purchase={purchase_id}>
            <span className={styles.name}>{nameOf(product_id)}</span>
            <span className={styles.price}>{amount && currency ? words.price(currency, amount) : t.settling}</span>
            {pay_url && (
              <a href={pay_url} rel="noreferrer">
                {t.toPayment}
              </a>
            )}
            <Button
              kind="quiet"
              size="s"
              busy={busy === purchase_id}
              onClick={() => void act(purchase_id, "shop.cancel", { purchase_id })}
            >
              {t.cancelPurchase}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
