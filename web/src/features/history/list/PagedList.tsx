/** A list by pages within its card: loading, failed, empty, or its rows; a turned page begins at its top. */
"use client";

import { useRef, type ReactNode } from "react";

import { Card, EmptyState, ErrorState, Pagination, Skeleton } from "@/design";
import type { Page, usePages } from "@/reading/usePages";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import styles from "./PagedList.module.css";

interface Props<Row> {
  readonly pages: ReturnType<typeof usePages<Row>>;
  readonly empty: { readonly title: string; readonly text: string; readonly action?: ReactNode };
  readonly children: (rows: Page<Row>["items"]) => ReactNode;
}

export function PagedList<Row>({ pages, empty, children }: Props<Row>) {
  const t = useTexts(historyTexts);
  const top = useRef<HTMLDivElement>(null);
  const { reading, reload, onPrevious, onNext } = pages;
  const toTop = () => top.current?.scrollIntoView({ block: "nearest" });
  return (
    <div ref={top} className={styles.list} aria-busy={reading.status === "loading"}>
      <Card padding="none">
        {reading.status === "loading" && <Skeleton className={styles.loading} lines={8} />}
        {reading.status === "failed" && (
          <ErrorState title={t.failed} retry={reload} retryLabel={t.retry}>
            {t.failedText}
          </ErrorState>
        )}
        {reading.status === "ready" && reading.value.items.length === 0 && (
          <EmptyState title={empty.title} action={empty.action}>
            {empty.text}
          </EmptyState>
        )}
        {reading.status === "ready" && reading.value.items.length > 0 && children(reading.value.items)}
        {(onPrevious ?? onNext) && (
          <Pagination
            label={t.pages}
            previousLabel={t.newer}
            nextLabel={t.older}
            onPrevious={
              onPrevious &&
              (() => {
                onPrevious();
                toTop();
              })
            }
            onNext={
              onNext &&
              (() => {
                onNext();
                toTop();
              })
            }
          />
        )}
      </Card>
    </div>
  );
}
