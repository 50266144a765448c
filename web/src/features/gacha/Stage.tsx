/** Where pulls are made: their price before, what came after, and everything that may stand in the way. */
"use client";

import { Button, Card, PageLink } from "@/design";
import { useCommands, useFaultText } from "@/sync";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { gachaTexts } from "@/texts/gacha";

import { priceOf, type BannerRates } from "./banners";
import { PulledItems } from "./PulledItems";
import styles from "./Stage.module.css";
import type { GachaGame } from "./useGacha";

function usePeriod({ starts_at: starts, ends_at: ends }: BannerRates["period"]): string {
  const t = useTexts(gachaTexts);
  const { moment, date } = useFormats();
  const { now } = useCommands();
  if (starts !== null && starts > now()) {
    return t.from(moment(starts));
  }
  return ends === null ? t.open : t.until(date(ends));
}

function Trouble({ game }: { readonly game: GachaGame }) {
  const t = useTexts(gachaTexts);
  const faultText = useFaultText();
  return (
    <p className={styles.fault} role="alert">
      {game.askAgain ? t.unknown : game.fault && faultText(game.fault)}
      {game.askAgain && (
        <Button size="s" onClick={game.askAgain}>
          {t.ask}
        </Button>
      )}
    </p>
  );
}

export function Stage({ banner, game }: { readonly banner: BannerRates; readonly game: GachaGame }) {
  const t = useTexts(gachaTexts);
  const { number } = useFormats();
  const { language } = useLanguage();
  const period = usePeriod(banner.period);
  const price = priceOf(banner);
  const shown = game.pulled?.banner === banner.banner ? game.pulled : undefined;
  return (
    <Card title={banner.title[language] ?? banner.banner} aside={<span className={styles.period}>{period}</span>}>
      <div className={styles.stage}>
        {shown && !game.busy ? (
          <PulledItems round={shown.round_id} pulls={shown.pulls} revealing={game.revealing} />
        ) : (
          <p className={styles.quiet}>{game.busy ? t.pulling : banner.closed ? t.closed : t.ready}</p>
        )}
      </div>
      <Trouble game={game} />
      <div className={styles.acts}>
        {([1, 10] as const).map((count) => (
          <Button
            key={count}
            kind={count === 1 ? "plain" : "primary"}
            size="l"
            wide
            busy={game.busy}
            disabled={banner.closed}
            onClick={() => game.pull(banner, count)}
          >
            <span className={styles.act}>
              <span>{count === 1 ? t.pullOne : t.pullTen}</span>
              <span className={styles.cost}>{t.cost(number(price * count))}</span>
            </span>
          </Button>
        ))}
      </div>
      <p className={styles.after}>
        {game.revealing && (
          <Button kind="quiet" size="s" onClick={game.skip}>
            {t.skip}
          </Button>
        )}
        {shown && !game.revealing && <PageLink href={`/fairness?round=${shown.round_id}`}>{t.proof}</PageLink>}
      </p>
    </Card>
  );
}
