/**
 * A link to a page of the app: a press shows that page without a load, anything else does what links do.
 *
 * Nothing is fetched ahead, as next/link does it: that would share a slow line with the page that is shown, Chromium
 * complains of styles that were preloaded and not used, and the code for it is 5 kB of every first load.
 */
"use client";

import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { use, type ComponentProps, type MouseEvent } from "react";

type Props = Omit<ComponentProps<"a">, "href" | "target"> & { readonly href: string };

function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

export function PageLink({ href, onClick, ...rest }: Props) {
  const router = use(AppRouterContext); // null outside of pages, as in unit tests: then it is a plain link
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (isPlain(event) && !event.defaultPrevented && router !== null) {
      event.preventDefault();
      router.push(href);
    }
  };
  return <a {...rest} href={href} onClick={follow} />;
}
