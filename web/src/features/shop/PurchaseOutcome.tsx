/** What became of a purchase: bought with its receipt, waiting for its payment, not known, refused or failed with a reason. */
import { useTexts } from "@/texts";
import { shopTexts } from "@/texts/shop";

import styles from "./PurchaseOutcome.module.css";
import { useShopWords } from "./useShopWords";

/** What is known of a purchase: from the reply, and later from a push. */
export interface PurchaseSeen {
  readonly purchase_id: string;
  readonly status: keyof (typeof shopTexts)["en"]["status"];
  readonly receipt_code?: string;
  readonly reason_code?: string;
  readonly pay_url?: string;
}

export type Bought =
  | { readonly kind: "purchase"; readonly purchase: PurchaseSeen }
  | { readonly kind: "changed" | "unknown" }
  | { readonly kind: "refused"; readonly text: string };

export function PurchaseOutcome({ bought, contents }: { readonly bought: Bought; readonly contents: string }) {
  const t = useTexts(shopTexts);
  switch (bought.kind) {
    case "changed":
      return <Told title={t.changed} text={t.changedText} />;
    case "unknown":
      return <Told title={t.unanswered} text={t.unansweredText} />;
    case "refused":
      return <Told title={t.failed} text={bought.text} />;
    case "purchase":
      return <Purchase purchase={bought.purchase} contents={contents} />;
  }
}

function Purchase({ purchase, contents }: { readonly purchase: PurchaseSeen; readonly contents: string }) {
  const t = useTexts(shopTexts);
  const { reason } = useShopWords();
  switch (purchase.status) {
    case "success":
      return <Told title={t.bought} text={t.boughtText(contents)} code={t.receiptCode(purchase.receipt_code ?? "")} />;
    case "pending":
      return (
        <div className={styles.told} role="status" data-outcome="pending">
          <p className={styles.title}>{t.pending}</p>
          <p>{t.pendingText}</p>
          {purchase.pay_url && (
            <a href={purchase.pay_url} rel="noreferrer">
              {t.toPayment}
            </a>
          )}
        </div>
      );
    case "cancelled":
    case "expired":
    case "refunded":
      return <Told title={t.status[purchase.status]} text={reason(purchase.reason_code || "not_paid")} />;
    case "failed":
      return <Told title={t.failed} text={reason(purchase.reason_code ?? "")} />;
  }
}

function Told({ title, text, code }: { readonly title: string; readonly text: string; readonly code?: string }) {
  return (
    <div className={styles.told} role="status" data-outcome={code ? "success" : "other"}>
      <p className={styles.title}>{title}</p>
      <p>{text}</p>
      {code && <p className={styles.code}>{code}</p>}
    </div>
  );
}
