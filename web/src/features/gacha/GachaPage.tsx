/** The screen of the gacha: a banner, its pulls, its guarantee and its rates. */
"use client";

import { useState } from "react";

import { ErrorState, Segmented, Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useLanguage, useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";
import { gachaTexts } from "@/texts/gacha";

import { useBanners, type BannerRates } from "./banners";
import styles from "./GachaPage.module.css";
import { PityMeter } from "./PityMeter";
import { Rates } from "./Rates";
import { Stage } from "./Stage";
import { useGacha } from "./useGacha";

function Gacha({ banner, reload }: { readonly banner: BannerRates; readonly reload: () => void }) {
  const game = useGacha(reload);
  return (
    <div className={styles.columns}>
      <Stage banner={banner} game={game} />
      <PityMeter banner={banner} memory={game.memory} />
      <Rates banner={banner} memory={game.memory} />
    </div>
  );
}

export function GachaPage() {
  const frame = useTexts(frameTexts);
  const t = useTexts(gachaTexts);
  const { language } = useLanguage();
  const { banners, problem, reload } = useBanners();
  const [chosen, setChosen] = useState<string>();
  const banner = banners?.find((each) => each.banner === chosen) ?? banners?.[0];
  const choice = banners && banners.length > 1 && banner && (
    <Segmented
      label={t.banners}
      options={banners.map((each) => ({ value: each.banner, label: each.title[language] ?? each.banner }))}
      value={banner.banner}
      onChange={setChosen}
    />
  );
  return (
    <Screen title={frame.places.gacha} aside={choice}>
      {banner ? (
        <Gacha banner={banner} reload={reload} />
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
