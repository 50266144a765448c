/** The shop: what is on sale now, what waits for its payment, the receipts. */
"use client";

import { useState } from "react";

import type { components } from "@/api/schema";
import { useNow } from "@/clock/useNow";
import { EmptyState, ErrorState, Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useGet } from "@/reading/useAsk";
import { useReading } from "@/reading/useReading";
import { useProfile, usePush } from "@/sync";
import { useLanguage, useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import { balancesOf } from "./balances";
import { BuyDialog } from "./BuyDialog";
import { hindranceOf, type Buyer } from "./offer";
import { OfferCard } from "./OfferCard";
import { Receipts } from "./Receipts";
import type { Catalog } from "./shapes";
import styles from "./ShopPage.module.css";
import { useBuying } from "./useBuying";
import { WaitingPurchases } from "./WaitingPurchases";

export function ShopPage() {
  const t = useTexts(shopTexts);
  const { language } = useLanguage();
  const get = useGet();
  const { reading, reload } = useReading("catalog", (signal) => get<Catalog>("/api/shop/catalog", signal));
  usePush((push) => {
    if (push.type === "shop_update" || push.type === "purchase_update") {
      reload();
    }
  });
  const items = reading.status === "ready" ? reading.value.items : [];
  const nameOf = (id: string) => items.find((item) => item.id === id)?.name[language] ?? id;
  return (
    <Screen title={t.title} lead={t.lead}>
      <div className={styles.stack}>
        <WaitingPurchases nameOf={nameOf} />
        {reading.status === "loading" && <Skeleton shape="box" lines={3} />}
        {reading.status === "failed" && (
          <ErrorState title={t.unavailable} retry={reload} retryLabel={t.retry}>
            {t.unavailableText}
          </ErrorState>
        )}
        {reading.status === "ready" && <Offers catalog={reading.value} onChanged={reload} />}
        <Receipts nameOf={nameOf} />
      </div>
    </Screen>
  );
}

function useBuyer(): Buyer {
  const get = useGet();
  const profile = useProfile();
  const { reading } = useReading("economy", (signal) =>
    get<components["schemas"]["EconomyRules"]>("/api/economy", signal),
  );
  const tiers = reading.status === "ready" ? reading.value.tiers.map(({ name }) => name) : [];
  return { balances: profile ? balancesOf(profile) : {}, tier: profile?.tier ?? "", tiers };
}

function Offers({ catalog, onChanged }: { readonly catalog: Catalog; readonly onChanged: () => void }) {
  const t = useTexts(shopTexts);
  const now = useNow();
  const buyer = useBuyer();
  const [chosen, choose] = useState<string | null>(null);
  const buying = useBuying(onChanged);
  // What is not known yet comes before anything new.
  const shown = buying.askAgain && chosen !== null ? buying.order?.product_id : chosen;
  const item = catalog.items.find(({ id }) => id === shown);
  const close = () => {
    choose(null);
    buying.forget();
  };
  if (catalog.items.length === 0) {
    return <EmptyState title={t.empty}>{t.emptyText}</EmptyState>;
  }
  return (
    <section aria-label={t.catalog}>
      <h2 className="only-read">{t.catalog}</h2>
      <ul className={styles.offers}>
        {catalog.items.map((each) => (
          <OfferCard
            key={each.id}
            item={each}
            hindrance={hindranceOf(each, buyer, now)}
            onBuy={() => choose(each.id)}
          />
        ))}
      </ul>
      {item && (
        <BuyDialog
          key={item.id}
          item={item}
          catalogVersion={catalog.version}
          buyer={buyer}
          buying={buying}
          onClose={close}
        />
      )}
    </section>
  );
}
