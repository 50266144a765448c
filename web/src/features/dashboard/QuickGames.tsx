/** The games, one press away. */

import { PageLink } from "@/design";
import { CrashIcon, GachaIcon, RpsIcon, SlotIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { dashboardTexts } from "@/texts/dashboard";

import styles from "./QuickGames.module.css";

const GAMES = [
  { game: "crash", path: "/crash", Icon: CrashIcon },
  { game: "slot", path: "/slot", Icon: SlotIcon },
  { game: "gacha", path: "/gacha", Icon: GachaIcon },
  { game: "rps", path: "/rps", Icon: RpsIcon },
] as const;

export function QuickGames() {
  const t = useTexts(dashboardTexts);
  return (
    <nav aria-label={t.play} className={styles.games}>
      {GAMES.map(({ game, path, Icon }) => (
        <PageLink key={game} href={path} className={styles.game}>
          <span className={styles.icon}>
            <Icon size={22} />
          </span>
          <span className={styles.words}>
            <span className={styles.name}>{t.games[game]}</span>
            <span className={styles.hint}>{t.gameHint[game]}</span>
          </span>
        </PageLink>
      ))}
    </nav>
  );
}
