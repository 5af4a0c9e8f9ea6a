/** The sheet of prices: every article by every grid; arrows, paste from a spreadsheet, undo, saved together. */
import { Button, Group, Switch } from "@mantine/core";
import { IconArrowBackUp, IconTags } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Guard } from "@/components/form/guard";
import formClasses from "@/components/form/form.module.css";
import listClasses from "@/components/list/list.module.css";
import { Pager } from "@/components/list/Pager";
import { useListState } from "@/components/list/params";
import { SearchBox } from "@/components/list/SearchBox";
import type { Column } from "@/components/list/types";
import { useList } from "@/components/list/useList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { Empty, ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { useKeys } from "@/lib/keys";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useGrids } from "./grids";
import { PriceTable } from "./PriceTable";
import classes from "./prices.module.css";
import { bodies, useSheet, type PriceRow } from "./sheet";

const COLUMNS: Column<PriceRow>[] = [{ key: "label", type: "text" }, { key: "sku", type: "text" }, { key: "offered", type: "bool" }];

export default function PricesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("pricing:write");
  const [state, change] = useListState({ name: "prices", sort: "label,sku" });
  const list = useList<"/{company}/prices", PriceRow>({ path: "/{company}/prices", kinds: ["tariff", "variant", "grids"], columns: COLUMNS }, state);
  const gridList = useGrids();
  const grids = useMemo(() => (gridList.data?.items ?? []).filter((g) => !g.archived), [gridList.data]);
  const sheet = useSheet();
  const count = sheet.cells.size;
  const { submit, busy, problem } = useSubmit(async () => {
    for (const { row, prices } of bodies(sheet.cells))
      await api.send("put", "/{company}/prices/{variant_id}", { variant_id: row.id }, { prices }, row.prices_version ? { version: row.prices_version } : {});
    await queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).includes("tariff") });
    sheet.clear();
    done(t("pricing:saved", { count }));
  });
  useKeys({ "mod+s": () => void (count && submit()), "mod+z": sheet.undo });
  if (list.isPending || gridList.isPending) return <PageSkeleton />;
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  const rows = list.data.items;
  const nothing = rows.length === 0 && !state.q;
  return (
    <section className={listClasses.page}>
      <PageHead title={t("app:page.prices")} count={list.data.count}>
        <Button variant="default" component={Link} to={`/c/${company}/grids`}>{t("app:page.grids")}</Button>
      </PageHead>
      {nothing || !grids.length ? <Empty icon={IconTags} title={t("pricing:empty")} action={<Button component={Link} to={`/c/${company}/imports/new`}>{t("catalogue:empty.import")}</Button>}>{t("pricing:empty_hint")}</Empty> : (
        <>
          <div className={listClasses.tools}>
            <SearchBox value={state.q} onChange={(q) => change({ q }, true)} />
            <Switch label={t("pricing:offered_only")} checked={state.filters.some((f) => f.field === "offered")} onChange={(e) => change({ filters: e.currentTarget.checked ? [{ field: "offered", op: "eq", value: "true" }] : [] })} />
          </div>
          {problem && <ProblemBanner problem={problem} />}
          <div className={`${listClasses.scroll} ${classes.scroll}`}><PriceTable rows={rows} grids={grids} sheet={sheet} writable={writable} /></div>
          <Pager state={state} change={change} count={list.data.count} shown={rows.length} next={list.data.next} />
        </>
      )}
      {count > 0 && (
        <div className={formClasses.savebar} role="region" aria-label={t("form:save_bar")}>
          <span className={formClasses.savebarText}>{t("pricing:changes", { count })}</span>
          <Group gap="xs">
            <Button variant="default" h={44} leftSection={<IconArrowBackUp size={16} />} disabled={!sheet.undo} onClick={sheet.undo}>{t("pricing:undo")}</Button>
            <MainAction loading={busy} onClick={() => void submit()}>{t("pricing:save", { count })}</MainAction>
          </Group>
        </div>
      )}
      <Guard dirty={count > 0 && !busy} onSave={submit} />
    </section>
  );
}
