/** The places on the side of a wide screen. */
"use client";

import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { useBadges } from "./badges";
import { Brand } from "./Brand";
import { PlaceLink } from "./PlaceLink";
import { SIDE } from "./places";
import styles from "./SideNav.module.css";

export function SideNav() {
  const t = useTexts(frameTexts);
  const badges = useBadges();
  return (
    <nav className={styles.side} aria-label={t.navigation}>
      <Brand />
      {SIDE.map(({ group, places }) => (
        <div key={group ?? "first"} className={styles.group}>
          {group && <p className={styles.title}>{t.groups[group]}</p>}
          {places.map((place) => (
            <PlaceLink key={place} place={place} look="row" badge={badges[place]} />
          ))}
        </div>
      ))}
    </nav>
  );
}
