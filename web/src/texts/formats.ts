/** Numbers and times as a language writes them, by Intl. Times are Unix ms and shown in the time zone of the browser. */
import type { Language } from "./language";

const LOCALES: Record<Language, string> = { ko: "ko-KR", en: "en-US" };
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface Formats {
  /** 12,345 */
  readonly number: (value: number) => string;
  /** +250 or −100, with the sign. */
  readonly signed: (value: number) => string;
  /** 1.2K, 3.4만 */
  readonly compact: (value: number) => string;
  /** 0.4831 -> 48.3 % */
  readonly percent: (share: number) => string;
  /** 2.5 -> 2.50× */
  readonly multiplier: (value: number) => string;
  /** 14:05:09 */
  readonly time: (ms: number) => string;
  /** November 30, 2026 */
  readonly date: (ms: number) => string;
  /** Nov 30, 14:05 */
  readonly moment: (ms: number) => string;
  /** November 30, 2026 at 14:05: for what is far ahead. */
  readonly fullMoment: (ms: number) => string;
  /** in 3 minutes, 2 hours ago */
  readonly relative: (ms: number, now: number) => string;
}

function relative(locale: string): Formats["relative"] {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return (ms, now) => {
    const ahead = ms - now;
    const far = Math.abs(ahead);
    if (far < MINUTE_MS) {
      return format.format(Math.round(ahead / 1000), "second");
    }
    if (far < HOUR_MS) {
      return format.format(Math.round(ahead / MINUTE_MS), "minute");
    }
    return far < DAY_MS
      ? format.format(Math.round(ahead / HOUR_MS), "hour")
      : format.format(Math.round(ahead / DAY_MS), "day");
  };
}

function makeFormats(language: Language): Formats {
  const locale = LOCALES[language];
  const by = (options?: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const at = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (ms: number) => format.format(ms);
  };
  const multiplier = by({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    number: by(),
    signed: by({ signDisplay: "exceptZero" }),
    compact: by({ notation: "compact", maximumFractionDigits: 1 }),
    percent: by({ style: "percent", maximumFractionDigits: 1 }),
    multiplier: (value) => `${multiplier(value)}×`,
    time: at({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    date: at({ dateStyle: "long" }),
    moment: at({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    fullMoment: at({ dateStyle: "long", timeStyle: "short", hourCycle: "h23" }),
    relative: relative(locale),
  };
}

const MADE = new Map<Language, Formats>();

/** Return the formats of a language: the same object each time, made once. */
export function formatsOf(language: Language): Formats {
  const formats = MADE.get(language) ?? makeFormats(language);
  MADE.set(language, formats);
  return formats;
}
