/** The sheet of prices: every article by every grid; arrows, paste from a spreadsheet, undo, saved together once seen. */
import "@/i18n/late/pricing";
import { Button, Group, Select, Switch } from "@mantine/core";
import { IconArrowBackUp, IconTags } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { urlOf, useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Guard } from "@/components/form/guard";
import formClasses from "@/components/form/form.module.css";
import listClasses from "@/components/list/list.module.css";
import { Pager } from "@/components/list/Pager";
import { useListState, whereOf } from "@/components/list/params";
import { SearchBox } from "@/components/list/SearchBox";
import type { Column } from "@/components/list/types";
import { useList } from "@/components/list/useList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { Empty, ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { useRangeOptions } from "@/features/catalogue/books";
import { download } from "@/lib/download";
import { useKeys } from "@/lib/keys";
import { later } from "@/lib/onDemand";
import { useSubmit } from "@/lib/useSubmit";
import { useChanges, type ChangeAsked, type Shown } from "./changes";
import { useGrids } from "./grids";
import { PriceTable } from "./PriceTable";
import classes from "./prices.module.css";
import { cellsOf, useSheet, type PriceRow } from "./sheet";

const BulkDialog = later(async () => (await import("./BulkDialog")).BulkDialog);
const ChangeDialog = later(async () => (await import("./ChangeDialog")).ChangeDialog);
const PriceMenu = later(async () => (await import("./PriceMenu")).PriceMenu);
const PastChanges = later(async () => (await import("./PastChanges")).PastChanges);
const COLUMNS: Column<PriceRow>[] = [{ key: "label", type: "text" }, { key: "sku", type: "text" }, { key: "offered", type: "bool" }, { key: "ranges", type: "tags" }];

export default function PricesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const writable = useCan()("pricing:write");
  const ranges = useRangeOptions();
  const [state, change] = useListState({ name: "prices", sort: "label,sku" });
  const list = useList<"/{company}/prices", PriceRow>({ path: "/{company}/prices", kinds: ["tariff", "variant", "grids"], columns: COLUMNS }, state);
  const gridList = useGrids();
  const grids = useMemo(() => (gridList.data?.items ?? []).filter((g) => !g.archived), [gridList.data]);
  const sheet = useSheet();
  const changes = useChanges();
  const count = sheet.cells.size;
  const [shown, setShown] = useState<(Shown & { typed: boolean }) | null>(null);
  const [dialog, setDialog] = useState<"bulk" | "past" | null>(null);
  const { submit, busy, problem } = useSubmit(async () => setShown({ ...(await changes.look({ cells: cellsOf(sheet.cells) })), typed: true }));
  const reading = useSubmit(async (file: File | null) => { if (file) setShown({ ...(await changes.read(file)), typed: false }); });
  useKeys({ "mod+s": () => void (count && submit()), "mod+z": sheet.undo });
  if (list.isPending || gridList.isPending) return <PageSkeleton />;
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  const rows = list.data.items;
  const nothing = rows.length === 0 && !state.q && !state.filters.length;
  const where = whereOf(state.filters, COLUMNS);
  const look = async (asked: ChangeAsked) => {
    setShown({ ...(await changes.look(asked)), typed: false });
    setDialog(null);
  };
  const without = (field: string) => state.filters.filter((f) => f.field !== field);
  return (
    <section className={listClasses.page}>
      <PageHead title={t("app:page.prices")} count={list.data.count}>
        <Button variant="default" component={Link} to={`/c/${company}/promotions`} visibleFrom="sm">{t("app:page.promotions")}</Button>
        <Button variant="default" component={Link} to={`/c/${company}/grids`}>{t("app:page.grids")}</Button>
        <PriceMenu writable={writable} grids={grids.length > 0} onBulk={() => setDialog("bulk")} onPast={() => setDialog("past")} onFile={(file) => void reading.submit(file)}
          onExport={() => void download(urlOf("/{company}/prices/export", { company: api.company }, { q: state.q, where, sort: "label,sku" }))} />
      </PageHead>
      {nothing || !grids.length ? <Empty icon={IconTags} title={t("pricing:empty")} action={<Button component={Link} to={`/c/${company}/imports/new`}>{t("catalogue:empty.import")}</Button>}>{t("pricing:empty_hint")}</Empty> : (
        <>
          <div className={listClasses.tools}>
            <SearchBox value={state.q} onChange={(q) => change({ q }, true)} />
            {ranges.length > 0 && (
              <Select aria-label={t("catalogue:field.ranges")} placeholder={t("catalogue:field.ranges")} clearable data={ranges} value={state.filters.find((f) => f.field === "ranges")?.value ?? null} w={190}
                onChange={(v) => change({ filters: v ? [...without("ranges"), { field: "ranges", op: "has", value: v }] : without("ranges") })} />
            )}
            <Switch label={t("pricing:offered_only")} checked={state.filters.some((f) => f.field === "offered")} onChange={(e) => change({ filters: e.currentTarget.checked ? [...without("offered"), { field: "offered", op: "eq", value: "true" }] : without("offered") })} />
          </div>
          {(problem ?? reading.problem) && <ProblemBanner problem={(problem ?? reading.problem)!} />}
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
      {shown && <ChangeDialog shown={shown} onClose={() => setShown(null)} onApply={async () => { await changes.apply(shown); if (shown.typed) sheet.clear(); }} />}
      {dialog === "bulk" && <BulkDialog grids={grids} chosen={{ q: state.q || undefined, where, count: list.data.count }} onLook={look} onClose={() => setDialog(null)} />}
      {dialog === "past" && <PastChanges writable={writable} onClose={() => setDialog(null)} />}
      <Guard dirty={count > 0 && !busy} onSave={submit} />
    </section>
  );
}
