/** The search of a list: says what is typed once the fingers rest, and never takes back what they typed meanwhile. */
import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { router } from "@/app/router";
import { useKeys } from "@/lib/keys";
import classes from "./list.module.css";

export function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const said = useRef(value);
  const [typed, setTyped] = useState(value);
  const say = useDebouncedCallback((text: string) => {
    // Who is on the way to another page is not called back to this one.
    const going = router.state.navigation.location;
    if (going && going.pathname !== router.state.location.pathname) return;
    said.current = text;
    onChange(text);
  }, 200);
  useEffect(() => {
    // Changed from outside (a view, "clear filters", the back button), not by our own words coming back.
    if (value !== said.current) setTyped(value);
    said.current = value;
  }, [value]);
  useKeys({ "/": () => input.current?.focus() });
  const set = (text: string) => {
    setTyped(text);
    say(text);
  };
  return (
    <TextInput ref={input} className={classes.search!} type="search" value={typed} onChange={(event) => set(event.currentTarget.value)} aria-label={t("list:search")} placeholder={t("list:search")}
      leftSection={<IconSearch size={16} />} rightSection={typed ? <CloseButton size="sm" aria-label={t("list:clear_search")} onClick={() => set("")} /> : undefined}
      onKeyDown={(event) => event.key === "Escape" && input.current?.blur()} />
  );
}
