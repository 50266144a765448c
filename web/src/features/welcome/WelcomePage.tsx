/** The page of somebody who is not logged in: what the product is, and the way in. */
"use client";

import { ButtonLink } from "@/design";
import { CrashIcon, FairnessIcon, GachaIcon, GoldIcon, RefreshIcon, RpsIcon, SlotIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { welcomeTexts } from "@/texts/welcome";

import { SampleRound } from "./SampleRound";
import styles from "./WelcomePage.module.css";

const GAMES = { crash: CrashIcon, slot: SlotIcon, gacha: GachaIcon, rps: RpsIcon };
const REASONS = { fair: FairnessIcon, safe: RefreshIcon, free: GoldIcon };

function keysOf<Key extends string>(of: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(of) as Key[];
}

export function WelcomePage() {
  const t = useTexts(welcomeTexts);
  return (
    <div className={styles.page}>
      <title>{`Pitboss · ${t.title}`}</title>
      <section className={styles.hero}>
        <div className={styles.words}>
          <h1 className={styles.headline}>{t.headline}</h1>
          <p className={styles.lead}>{t.lead}</p>
          <div className={styles.doors}>
            <ButtonLink href="/signup" kind="primary" size="l">
              {t.start}
            </ButtonLink>
            <ButtonLink href="/login" size="l">
              {t.enter}
            </ButtonLink>
          </div>
        </div>
        <SampleRound />
      </section>
      <section aria-labelledby="games">
        <h2 id="games" className={styles.title}>
          {t.gamesTitle}
        </h2>
        <ul className={styles.games}>
          {keysOf(GAMES).map((game) => {
            const Icon = GAMES[game];
            const { name, about } = t.games[game];
            return (
              <li key={game} className={styles.game}>
                <Icon size={24} />
                <h3>{name}</h3>
                <p>{about}</p>
              </li>
            );
          })}
        </ul>
      </section>
      <section aria-labelledby="reasons">
        <h2 id="reasons" className={styles.title}>
          {t.reasonsTitle}
        </h2>
        <ul className={styles.reasons}>
          {keysOf(REASONS).map((reason) => {
            const Icon = REASONS[reason];
            const { name, about } = t.reasons[reason];
            return (
              <li key={reason} className={styles.reason}>
                <Icon size={22} />
                <div>
                  <h3>{name}</h3>
                  <p>{about}</p>
                </div>
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}
