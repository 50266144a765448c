/** Where somebody goes after logging in: the page that they came for, if it is one of ours. */

const NEXT = "next";

/** Return the log-in page that leads back to `page` (a path, with its query). */
export function logInThenTo(page: string): string {
  return page === "/" ? "/login" : `/login?${NEXT}=${encodeURIComponent(page)}`;
}

/** Return the page that the query of the log-in page names. Another site is none: only a path of this one is followed. */
export function destinationOf(query: string, origin: string): string {
  const wanted = new URLSearchParams(query).get(NEXT) ?? "/";
  const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : null;
  return url?.origin === origin && wanted.startsWith("/") ? `${url.pathname}${url.search}${url.hash}` : "/";
}
