/** The places at the foot of a phone; the rest is behind the last button, in a native popover. */
"use client";

import { useRef } from "react";

import { MoreIcon } from "@/design/icons";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import { useBadges } from "./badges";
import styles from "./BottomBar.module.css";
import { PlaceLink } from "./PlaceLink";
import { FOOT, FOOT_MORE } from "./places";

export function BottomBar() {
  const t = useTexts(frameTexts);
  const badges = useBadges();
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <nav className={styles.bar} aria-label={t.navigation}>
      {FOOT.map((place) => (
        <PlaceLink key={place} place={place} look="tab" badge={badges[place]} />
      ))}
      <button type="button" className={styles.more} popoverTarget="more-places">
        <MoreIcon size={22} />
        <span>{t.more}</span>
      </button>
      <div ref={sheet} id="more-places" popover="auto" className={styles.sheet}>
        {FOOT_MORE.map((place) => (
          <PlaceLink
            key={place}
            place={place}
            look="row"
            badge={badges[place]}
            onFollow={() => sheet.current?.hidePopover()}
          />
        ))}
      </div>
    </nav>
  );
}
