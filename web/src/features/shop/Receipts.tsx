/** The receipts, newest first, by pages. A purchase that ends adds itself. */
"use client";

import { useState } from "react";

import { Badge, Card, EmptyState, ErrorState, Pagination, Skeleton, Table } from "@/design";
import { useGet, withQuery } from "@/reading/useAsk";
import { usePages } from "@/reading/usePages";
import { usePush } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import styles from "./Receipts.module.css";
import type { PurchaseList, PurchaseState } from "./shapes";
import { useShopWords } from "./useShopWords";

const ROWS = 10;

export function Receipts({ nameOf }: { readonly nameOf: (productId: string) => string }) {
  const t = useTexts(shopTexts);
  const get = useGet();
  const [ended, end] = useState(0);
  usePush((push) => {
    if (push.type === "purchase_update") {
      end(push.seq);
    }
  });
  const pages = usePages<PurchaseState>(
    "receipts",
    (cursor, signal) => get<PurchaseList>(withQuery("/api/shop/purchases", { limit: ROWS, cursor }), signal),
    ended,
  );
  const { reading, onPrevious, onNext } = pages;
  return (
    <Card title={t.receipts} padding="none">
      {reading.status === "loading" && <Skeleton className={styles.loading} lines={4} />}
      {reading.status === "failed" && (
        <ErrorState title={t.unavailable} retry={pages.reload} retryLabel={t.retry}>
          {t.unavailableText}
        </ErrorState>
      )}
      {reading.status === "ready" && reading.value.items.length === 0 && (
        <EmptyState title={t.receiptsEmpty}>{t.receiptsEmptyText}</EmptyState>
      )}
      {reading.status === "ready" && reading.value.items.length > 0 && (
        <Purchases purchases={reading.value.items} nameOf={nameOf} />
      )}
      {(onPrevious ?? onNext) && (
        <Pagination
          label={t.pages}
          previousLabel={t.earlier}
          nextLabel={t.later}
          onPrevious={onPrevious}
          onNext={onNext}
        />
      )}
    </Card>
  );
}

interface PurchasesProps {
  readonly purchases: readonly PurchaseState[];
  readonly nameOf: (productId: string) => string;
}

function Purchases({ purchases, nameOf }: PurchasesProps) {
  const t = useTexts(shopTexts);
  const formats = useFormats();
  const words = useShopWords();
  return (
    <Table
      caption={t.receipts}
      rows={purchases}
      keyOf={({ purchase_id }) => purchase_id}
      columns={[
        { name: "item", head: t.item, cell: ({ product_id }) => nameOf(product_id) },
        { name: "when", head: t.when, wideOnly: true, cell: ({ created_at = 0 }) => formats.moment(created_at) },
        {
          name: "paid",
          head: t.paid,
          number: true,
          cell: ({ currency, amount }) => words.price(currency || "gold", amount ?? 0),
        },
        {
          name: "status",
          head: <span className="only-read">{t.receipt}</span>,
          cell: ({ status }) => <Badge tone={status === "success" ? "accent" : "neutral"}>{t.status[status]}</Badge>,
        },
        { name: "receipt", head: t.receipt, wideOnly: true, cell: ({ receipt_code }) => receipt_code },
      ]}
    />
  );
}
