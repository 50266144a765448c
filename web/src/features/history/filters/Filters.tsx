/** What narrows a list: one kind of its rows, and a period. */
"use client";

import { useState } from "react";

import { Select, type Option } from "@/design";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import styles from "./Filters.module.css";
import { beginOf, PERIODS, type Period } from "./period";

export interface Narrowed<Kind extends string> {
  /** Empty: every kind. */
  readonly kind: Kind | "";
  readonly period: Period;
  /** Where the period began when it was chosen, Unix ms. */
  readonly from: number | undefined;
}

export function useNarrowed<Kind extends string>() {
  const [narrowed, narrow] = useState<Narrowed<Kind>>({ kind: "", period: "all", from: undefined });
  return {
    narrowed,
    isNarrowed: narrowed.kind !== "" || narrowed.period !== "all",
    toKind: (kind: Kind | "") => narrow({ ...narrowed, kind }),
    toPeriod: (period: Period) => narrow({ ...narrowed, period, from: beginOf(period, Date.now()) }),
    clear: () => narrow({ kind: "", period: "all", from: undefined }),
  };
}

interface Props<Kind extends string> {
  readonly label: string;
  readonly kinds: readonly Option<Kind | "">[];
  readonly kind: Kind | "";
  readonly period: Period;
  readonly onKind: (kind: Kind | "") => void;
  readonly onPeriod: (period: Period) => void;
}

export function Filters<Kind extends string>({ label, kinds, kind, period, onKind, onPeriod }: Props<Kind>) {
  const t = useTexts(historyTexts);
  return (
    <div className={styles.filters}>
      <Select label={label} options={kinds} value={kind} onChange={onKind} />
      <Select
        label={t.period}
        options={PERIODS.map((value) => ({ value, label: t.periods[value] }))}
        value={period}
        onChange={onPeriod}
      />
    </div>
  );
}
