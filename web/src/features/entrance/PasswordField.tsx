/** A password that can be shown while it is typed. */
"use client";

import { useState, type ComponentProps } from "react";

import { Button, Field } from "@/design";
import { useTexts } from "@/texts";
import { entranceTexts } from "@/texts/entrance";

type Props = Omit<ComponentProps<typeof Field>, "type" | "after" | "label"> & { readonly label?: string };

export function PasswordField({ label, name = "password", ...props }: Props) {
  const t = useTexts(entranceTexts);
  const [shown, setShown] = useState(false);
  const toggle = (
    <Button kind="quiet" size="s" aria-label={t.showPassword} aria-pressed={shown} onClick={() => setShown(!shown)}>
      {shown ? t.hide : t.show}
    </Button>
  );
  return <Field {...props} label={label ?? t.password} type={shown ? "text" : "password"} name={name} after={toggle} />;
}
