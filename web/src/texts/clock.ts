/** Words of time that is left. */
import { defineTexts } from "./texts";

export const clockTexts = defineTexts({
  en: { daysHours: (days: number, hours: number) => `${days} d ${hours} h` },
  ko: { daysHours: (days, hours) => `${days}일 ${hours}시간` },
});
