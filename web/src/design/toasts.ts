/**
 * What passes by at the edge of the screen: a list outside React, so that anything may add to it. A toast goes after a
 * few seconds, an error only by hand. One `key` stands there once: the newer replaces the older.
 */
export interface Toast {
  readonly key: string;
  readonly tone: "info" | "win" | "error";
  readonly title: string;
  readonly text?: string;
}

const SHOWN_MS = 6_000;
const TOASTS_MAX = 4;

export class ToastList {
  #toasts: readonly Toast[] = [];
  #made = 0;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  readonly current = (): readonly Toast[] => this.#toasts;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly add = (toast: Omit<Toast, "key"> & { readonly key?: string }): void => {
    const key = toast.key ?? `toast-${(this.#made += 1)}`;
    this.dismiss(key);
    this.#set([...this.#toasts, { ...toast, key }].slice(-TOASTS_MAX));
    if (toast.tone !== "error") {
      this.#timers.set(
        key,
        setTimeout(() => this.dismiss(key), SHOWN_MS),
      );
    }
  };

  readonly dismiss = (key: string): void => {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (this.#toasts.some((toast) => toast.key === key)) {
      this.#set(this.#toasts.filter((toast) => toast.key !== key));
    }
  };

  #set(toasts: readonly Toast[]): void {
    this.#toasts = toasts;
    this.#listeners.forEach((listener) => listener());
  }
}

/** The list of this page. */
export const toasts = new ToastList();
