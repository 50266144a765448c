/** Gold over time: a picture, the same in words, and the newest balances as a table. */
import { EmptyState, Table } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import { GoldChart } from "./GoldChart";
import styles from "./GoldOverTime.module.css";
import { summaryOf, thinned, type Point } from "./gold-series";

const POINTS_MAX = 240;
const ROWS = 12;

export function GoldOverTime({ points }: { readonly points: readonly Point[] }) {
  const t = useTexts(dashboardTexts);
  const formats = useFormats();
  const summary = summaryOf(points);
  if (summary === null) {
    return <EmptyState title={t.goldEmpty}>{t.goldEmptyText}</EmptyState>;
  }
  const [low, high] = [formats.number(summary.lowest.gold), formats.number(summary.highest.gold)];
  const change = formats.signed(summary.change);
  const rows = points
    .map((point, place) => ({ ...point, key: `${place}` }))
    .slice(-ROWS)
    .toReversed();
  return (
    <figure className={styles.figure}>
      <GoldChart
        points={thinned(points, POINTS_MAX)}
        label={t.chart(change, low, high, formats.moment(summary.first.at))}
      />
      <figcaption className={styles.words}>
        <span>
          {t.change} <strong>{change}</strong>
        </span>
        <span>
          {t.lowest} <strong>{low}</strong>
        </span>
        <span>
          {t.highest} <strong>{high}</strong>
        </span>
      </figcaption>
      <details className={styles.table}>
        <summary>{t.chartTable}</summary>
        <Table
          caption={t.goldOverTime}
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            { name: "when", head: t.when, cell: ({ at }) => formats.moment(at) },
            { name: "gold", head: t.gold, number: true, cell: ({ gold }) => formats.number(gold) },
          ]}
        />
      </details>
    </figure>
  );
}
