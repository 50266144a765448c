/**
 * Texts of a feature in both languages, side by side. English gives the shape; Korean must have the same keys, and its
 * functions the same arguments, or the types do not hold. A text with a value in it is a function.
 */
import type { Language } from "./language";

type Words = string | ((...values: never[]) => string) | readonly string[] | { readonly [key: string]: Words };

/** The shape of texts: any string for a string, the same arguments for a function. */
export type ShapeOf<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof T]: ShapeOf<T[Key]> };

export type Texts<Shape> = Readonly<Record<Language, Shape>>;

export function defineTexts<T extends Words>(both: {
  readonly en: T;
  readonly ko: ShapeOf<NoInfer<T>>;
}): Texts<ShapeOf<T>> {
  return { en: both.en as unknown as ShapeOf<T>, ko: both.ko };
}

const ENGLISH = new Intl.PluralRules("en");

/** Return the English form for a count: `${n} ${plural(n, "round", "rounds")}`. Korean has one form. */
export function plural(count: number, one: string, other: string): string {
  return ENGLISH.select(count) === "one" ? one : other;
}
