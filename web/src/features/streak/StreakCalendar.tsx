/** The last weeks of a streak as a table of days; each day says in words what it was. */
import { classes } from "@/design";
import { useLanguage, useTexts } from "@/texts";
import { streakTexts } from "@/texts/streak";

import { dateOfDayBefore, plusDays, weeksUntil, type CalendarDay, type CountedDay } from "./calendar";
import styles from "./StreakCalendar.module.css";

const WEEKS = 5;
const LOCALES = { ko: "ko-KR", en: "en-GB" } as const;
/** Weeks begin on Sunday in Korea, on Monday in Britain. */
const FIRST_WEEKDAY = { ko: 0, en: 1 } as const;

interface Props {
  readonly days: readonly CountedDay[];
  /** End of the player's day, Unix ms, and their zone. */
  readonly nextReset: number;
  readonly timeZone: string;
}

function utc(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

export function StreakCalendar({ days, nextReset, timeZone }: Props) {
  const t = useTexts(streakTexts);
  const { language } = useLanguage();
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALES[language], { timeZone: "UTC", ...options });
  const [narrow, long, full] = [
    format({ weekday: "narrow" }),
    format({ weekday: "long" }),
    format({ month: "long", day: "numeric" }),
  ];
  const weeks = weeksUntil(dateOfDayBefore(nextReset, timeZone), days, WEEKS, FIRST_WEEKDAY[language]);
  const first = weeks[0]?.[0]?.date ?? "1970-01-01";
  const heads = Array.from({ length: 7 }, (_, place) => utc(plusDays(first, place)));
  return (
    <table className={styles.calendar}>
      <caption className="only-read">{t.calendar}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              <span aria-hidden="true">{narrow.format(head)}</span>
              <span className="only-read">{long.format(head)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.date}>
            {week.map((day) => (
              <Day key={day.date} day={day} words={`${full.format(utc(day.date))}, ${t.mark[day.mark]}`} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, words }: { readonly day: CalendarDay; readonly words: string }) {
  return (
    <td data-date={day.date} data-mark={day.mark} aria-current={day.isToday ? "date" : undefined}>
      <span className={classes(styles.day, styles[day.mark], day.isToday && styles.isToday)} aria-hidden="true">
        {day.dayOfMonth}
      </span>
      <span className="only-read">{words}</span>
    </td>
  );
}
