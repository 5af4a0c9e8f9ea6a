/** Ctrl+K: go to any page, create anything, find any record, come back to recent ones. */
import "@mantine/spotlight/styles.css";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { useDebouncedValue, useLocalStorage } from "@mantine/hooks";
import { IconClock, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { matches } from "@/lib/fold";
import { RECENT, type Recent } from "@/lib/recent";
import { PAGES } from "../pages";
import { FINDERS, type Found } from "../finders";
import { useCan } from "../session";

export default function Palette() {
  const { t } = useTranslation();
  useEffect(() => spotlight.open(), []); // mounted because it was wanted
  const [typed, setTyped] = useState("");
  const navigate = useNavigate();
  const { company } = useParams();
  const can = useCan();
  const found = useFound(typed);
  const [recent] = useLocalStorage<Recent[]>({ key: RECENT(company ?? ""), defaultValue: [] });

  const go = (to: string) => void navigate(`/c/${company}/${to}`);
  const shown = (label: string) => !typed || matches(label, typed);
  const pages = PAGES.filter((p) => p.title && can(p.scope) && shown(t(p.title)));
  const creates = PAGES.filter((p) => p.create && can(p.create.scope) && shown(t(p.create.title)));
  const records = typed.length >= 2 ? found : [];
  const nothing = !pages.length && !creates.length && !records.length;

  return (
    <Spotlight.Root shortcut={null} query={typed} onQueryChange={setTyped} clearQueryOnClose scrollable maxHeight={440} tagsToIgnore={[]} transitionProps={{ duration: 100 }}>
      <Spotlight.Search placeholder={t("app:palette.placeholder")} leftSection={<IconSearch size={18} />} aria-label={t("app:palette.placeholder")} onKeyDown={takeFirst} />
      <Spotlight.ActionsList aria-label={t("app:palette.results")}>
        {!typed && recent.length > 0 && (
          <Spotlight.ActionsGroup label={t("app:palette.recent")}>
            {recent.slice(0, 5).map((r) => (
              <Spotlight.Action key={r.to} label={r.label} description={t(r.kind)} leftSection={<IconClock size={18} />} onClick={() => go(r.to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t("app:palette.pages")}>
            {pages.map((p) => {
              const Symbol = p.icon!;
              return <Spotlight.Action key={p.path} label={t(p.title!)} leftSection={<Symbol size={18} />} onClick={() => go(p.path)} />;
            })}
          </Spotlight.ActionsGroup>
        )}
        {creates.length > 0 && (
          <Spotlight.ActionsGroup label={t("app:palette.create")}>
            {creates.map((p) => <Spotlight.Action key={p.create!.to} label={t(p.create!.title)} leftSection={<IconPlus size={18} />} onClick={() => go(p.create!.to)} />)}
          </Spotlight.ActionsGroup>
        )}
        {records.length > 0 && (
          <Spotlight.ActionsGroup label={t("app:palette.records")}>
            {records.map((r) => <Spotlight.Action key={r.to} data-to={r.to} label={r.label} description={r.hint} leftSection={<r.icon size={18} />} onClick={() => go(r.to)} />)}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{t("app:palette.nothing")}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Enter takes the first row that answers, also when the answer came after the last key. */
function takeFirst(event: KeyboardEvent): void {
  const rows = document.querySelectorAll<HTMLElement>("[data-action]");
  if (event.key !== "Enter" || ![...rows].every((row) => !row.hasAttribute("data-selected"))) return;
  event.preventDefault();
  rows[0]?.click();
}

function useFound(typed: string): Found[] {
  const api = useApi();
  const can = useCan();
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data } = useQuery<Found[]>({
    queryKey: [api.company, "palette", q],
    enabled: q.length >= 2,
    staleTime: 10_000,
    placeholderData: (old) => old,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(FINDERS.filter((f) => can(f.scope)).map((f) => f.find(api, q, signal).catch(() => [])));
      return lists.flat();
    },
  });
  return data ?? [];
}
