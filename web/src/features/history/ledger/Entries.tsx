/** One page of the ledger: a table, or rows on a phone. */
"use client";

import { Table } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import { Moment } from "../list/Moment";
import { Rows } from "../list/Rows";
import { useNarrow } from "../list/useNarrow";
import { ProofChip } from "../proof/ProofChip";
import type { LedgerRow } from "../shapes";
import styles from "./Entries.module.css";
import { hasProof, reasonText } from "./reason";

interface Props {
  readonly entries: readonly LedgerRow[];
  readonly onProve: (roundId: string) => void;
}

export function Entries({ entries, onProve }: Props) {
  const t = useTexts(historyTexts);
  const formats = useFormats();
  const isNarrow = useNarrow();
  const currencyOf = (name: string) => (t.currencies as Readonly<Record<string, string>>)[name] ?? name;
  const reasonOf = ({ reason }: LedgerRow) => reasonText(reason, t.reasons);
  const amount = ({ amount: moved }: LedgerRow) => (
    <span className={moved > 0 ? styles.got : undefined}>{formats.signed(moved)}</span>
  );
  const proof = (entry: LedgerRow) =>
    hasProof(entry.reason) && (
      <ProofChip label={t.proofOf(reasonOf(entry), formats.moment(entry.at))} onOpen={() => onProve(entry.reference)} />
    );
  if (isNarrow) {
    return (
      <Rows
        label={t.ledger}
        rows={entries.map((entry) => ({
          key: entry.id,
          what: reasonOf(entry),
          when: <Moment at={entry.at} />,
          amount: (
            <>
              {amount(entry)} {currencyOf(entry.currency)}
            </>
          ),
          detail: t.after(formats.number(entry.balance_after)),
        }))}
      />
    );
  }
  return (
    <Table
      caption={t.ledger}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { name: "reason", head: t.reason, cell: reasonOf },
        { name: "when", head: t.when, cell: ({ at }) => <Moment at={at} /> },
        { name: "currency", head: t.currency, cell: ({ currency }) => currencyOf(currency) },
        { name: "amount", head: t.amount, number: true, cell: amount },
        {
          name: "balance",
          head: t.balanceAfter,
          number: true,
          cell: ({ balance_after }) => formats.number(balance_after),
        },
        { name: "proof", head: <span className="only-read">{t.proof}</span>, number: true, cell: proof },
      ]}
    />
  );
}
