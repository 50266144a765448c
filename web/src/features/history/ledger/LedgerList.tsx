/** Every change of the player's balances, newest first. What changes while they look adds itself. */
"use client";

import { useState } from "react";

import { Button } from "@/design";
import { useGet, withQuery } from "@/reading/useAsk";
import { usePages, type Page } from "@/reading/usePages";
import { useProfile } from "@/sync";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import { Filters, useNarrowed } from "../filters/Filters";
import { PagedList } from "../list/PagedList";
import { ProofDialog } from "../proof/ProofDialog";
import type { LedgerRow } from "../shapes";
import { Entries } from "./Entries";

const ROWS = 20;
const CURRENCIES = ["gold", "gem", "shard"] as const;
type Currency = (typeof CURRENCIES)[number];

export function LedgerList() {
  const t = useTexts(historyTexts);
  const get = useGet();
  const { narrowed, isNarrowed, toKind, toPeriod, clear } = useNarrowed<Currency>();
  const [proven, prove] = useState<string | null>(null);
  const { kind, period, from } = narrowed;
  const query = { limit: ROWS, currency: kind || undefined, from };
  const pages = usePages<LedgerRow>(
    withQuery("ledger", query),
    (cursor, signal) => get<Page<LedgerRow>>(withQuery("/api/users/me/ledger", { ...query, cursor }), signal),
    useProfile(),
  );
  const currencies = CURRENCIES.map((value) => ({ value, label: t.currencies[value] }));
  return (
    <>
      <Filters
        label={t.currency}
        kinds={[{ value: "", label: t.allCurrencies }, ...currencies]}
        kind={kind}
        period={period}
        onKind={toKind}
        onPeriod={toPeriod}
      />
      <PagedList
        pages={pages}
        empty={{
          title: t.ledgerEmpty,
          text: isNarrowed ? t.filteredText : t.ledgerEmptyText,
          action: isNarrowed ? <Button onClick={clear}>{t.clear}</Button> : undefined,
        }}
      >
        {(entries) => <Entries entries={entries} onProve={prove} />}
      </PagedList>
      <ProofDialog roundId={proven} onClose={() => prove(null)} />
    </>
  );
}
