/** Prices as a language writes them: money by its currency's own places, the app's currencies as whole numbers. */

export const APP_CURRENCIES = ["gold", "gem", "shard"] as const;
export type AppCurrency = (typeof APP_CURRENCIES)[number];

export function isAppCurrency(currency: string): currency is AppCurrency {
  return (APP_CURRENCIES as readonly string[]).includes(currency);
}

/** Return how many places the currency has after the point; 0 for KRW, 2 for EUR. */
function placesOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0;
}

/** Return `amount`, in the smallest unit of a currency of money, as `locale` writes it: ₩9,900, €4.99. */
export function moneyText(locale: string, currency: string, amount: number): string {
  try {
    const format = new Intl.NumberFormat(locale, { style: "currency", currency });
    return format.format(amount / 10 ** placesOf(currency));
  } catch {
    return `${new Intl.NumberFormat(locale).format(amount)} ${currency}`; // a currency that the browser does not know
  }
}
