/** The screen of rock, paper, scissors. */
"use client";

import { Card, ErrorState, Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useFormats, useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";
import { rpsTexts } from "@/texts/rps";

import styles from "./RpsPage.module.css";
import { RpsTable } from "./RpsTable";
import { useTerms, type Terms } from "./terms";

function Rules({ terms }: { readonly terms: Terms }) {
  const t = useTexts(rpsTexts);
  const { number, percent } = useFormats();
  return (
    <Card title={t.rules} className={styles.rules}>
      <p>{t.beats}</p>
      <p>{t.returns(percent(terms.lowestReturn))}</p>
      <p>{t.version(number(terms.version))}</p>
    </Card>
  );
}

export function RpsPage() {
  const frame = useTexts(frameTexts);
  const t = useTexts(rpsTexts);
  const { number } = useFormats();
  const { terms, problem, reload } = useTerms();
  return (
    <Screen title={frame.places.rps} lead={terms && t.lead(number(terms.winHundredths / 100))}>
      {terms ? (
        <RpsTable terms={terms} onTermsChanged={reload}>
          <Rules terms={terms} />
        </RpsTable>
      ) : problem ? (
        <ErrorState title={frame.failed} retry={reload} retryLabel={frame.retry}>
          {frame.failedWhy}
        </ErrorState>
      ) : (
        <Skeleton shape="box" lines={3} />
      )}
    </Screen>
  );
}
