/** A link to a place: its icon, its name, and how much waits there. It says whether it is the page that is shown. */
"use client";

import { usePathname } from "next/navigation";

import { Badge, classes, PageLink } from "@/design";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import styles from "./PlaceLink.module.css";
import { PLACES, type Place } from "./places";

interface Props {
  readonly place: Place;
  readonly look: "row" | "tab";
  readonly badge?: { readonly count: number; readonly label: string };
  readonly onFollow?: () => void;
}

export function PlaceLink({ place, look, badge, onFollow }: Props) {
  const t = useTexts(frameTexts);
  const { path, Icon } = PLACES[place];
  const here = usePathname() === path;
  return (
    <PageLink
      href={path}
      className={classes(styles.link, styles[look])}
      aria-current={here ? "page" : undefined}
      onClick={onFollow}
    >
      <Icon size={look === "tab" ? 22 : 20} />
      <span className={styles.name}>{t.places[place]}</span>
      {badge !== undefined && badge.count > 0 && (
        <span className={styles.badge}>
          <Badge tone="accent" label={badge.label}>
            {badge.count}
          </Badge>
        </span>
      )}
    </PageLink>
  );
}
