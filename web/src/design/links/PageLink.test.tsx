import { fireEvent, render, screen } from "@testing-library/react";
import { AppRouterContext, type AppRouterInstance } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { expect, it, vi } from "vitest";

import { PageLink } from "./PageLink";

function shown() {
  const push = vi.fn<AppRouterInstance["push"]>();
  render(
    <AppRouterContext value={{ push } as unknown as AppRouterInstance}>
      <PageLink href="/shop">Shop</PageLink>
    </AppRouterContext>,
  );
  return { push, link: screen.getByRole("link") };
}

it("shows its page without a load", () => {
  const { push, link } = shown();
  expect(fireEvent.click(link)).toBe(false);
  expect(push).toHaveBeenCalledWith("/shop");
});

it("leaves a press that opens a tab of its own to the browser", () => {
  const { push, link } = shown();
  document.addEventListener("click", (event) => event.preventDefault(), { once: true }); // jsdom cannot follow links
  fireEvent.click(link, { ctrlKey: true });
  expect(push).not.toHaveBeenCalled();
  expect(link.getAttribute("href")).toBe("/shop");
});
