/**
 * Reading of JSON that nobody vouches for: each reader returns a value of its type or throws NotWhole with the place.
 *
 * A proof is only as good as its reading: a number must be a whole number, a text a text, or the record is none.
 */

export type Json = unknown;
export type JsonObject = Readonly<Record<string, Json>>;

/** The record lacks something, or it is of another kind than it must be; `place` says where, as `outcome.pulls.0.item`. */
export class NotWhole extends Error {
  constructor(readonly place: string) {
    super(`the record is not whole: ${place}`);
    this.name = "NotWhole";
  }
}

/** A value and where it stands. */
export class Reader {
  constructor(
    private readonly value: Json,
    private readonly place: string,
  ) {}

  /** Return the reader of a field, which may be absent. */
  at(key: string | number): Reader {
    const place = this.place === "" ? String(key) : `${this.place}.${key}`;
    if (typeof this.value !== "object" || this.value === null) throw new NotWhole(place);
    return new Reader(
      Object.hasOwn(this.value, key) ? (this.value as Record<string | number, Json>)[key] : undefined,
      place,
    );
  }

  /** Return whether nothing is there: no field, or null. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  text(): string {
    if (typeof this.value !== "string") throw new NotWhole(this.place);
    return this.value;
  }

  textOr(otherwise: string): string {
    return this.isAbsent ? otherwise : this.text();
  }

  /** Return a whole number of at least `least`. */
  whole(least = 0): number {
    if (typeof this.value !== "number" || !Number.isSafeInteger(this.value) || this.value < least) {
      throw new NotWhole(this.place);
    }
    return this.value;
  }

  wholeOr(otherwise: number, least = 0): number {
    return this.isAbsent ? otherwise : this.whole(least);
  }

  /** Return a number from 0 to 1. */
  share(): number {
    if (typeof this.value !== "number" || !(this.value >= 0 && this.value <= 1)) throw new NotWhole(this.place);
    return this.value;
  }

  yes(): boolean {
    if (typeof this.value !== "boolean") throw new NotWhole(this.place);
    return this.value;
  }

  list<T>(read: (item: Reader) => T): T[] {
    if (!Array.isArray(this.value)) throw new NotWhole(this.place);
    return this.value.map((_, index) => read(this.at(index)));
  }

  /** Return the entries of an object, in its order. */
  entries<T>(read: (value: Reader, key: string) => T): [string, T][] {
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value)) {
      throw new NotWhole(this.place);
    }
    return Object.keys(this.value).map((key) => [key, read(this.at(key), key)]);
  }

  /** Return a table by whole numbers, such as pays by length. */
  byWhole(): ReadonlyMap<number, number> {
    return new Map(
      this.entries((value, key) => {
        if (!/^\d{1,9}$/.test(key)) throw new NotWhole(`${this.place}.${key}`);
        return value.whole();
      }).map(([key, value]) => [Number(key), value]),
    );
  }
}
