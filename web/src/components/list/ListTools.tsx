/** The row above the table: search, filters as a sentence, what to keep, what to take away, which columns. */
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { download } from "@/lib/download";
import { ColumnsMenu } from "./Columns";
import { Filters } from "./Filters";
import type { ListState } from "./params";
import { SearchBox } from "./SearchBox";
import type { AnyRow, Column, ListPath, ListSpec } from "./types";
import { listQuery } from "./useList";
import { SaveViewButton } from "./Views";
import type { useViews } from "./savedViews";
import classes from "./list.module.css";

type Spec = ListSpec<ListPath, AnyRow>;

interface Props {
  spec: Spec;
  state: ListState;
  change: (part: Partial<ListState>, replace?: boolean) => void;
  views: ReturnType<typeof useViews>;
  columns: Column<AnyRow>[];
  choose: (keys: string[]) => void;
  dense: boolean;
  setDense: (dense: boolean) => void;
  phone: boolean;
  count: number | undefined;
}

export function ListTools({ spec, state, change, views, columns, choose, dense, setDense, phone, count }: Props) {
  return (
    <div className={classes.tools}>
      {!spec.noSearch && <SearchBox value={state.q} onChange={(q) => change({ q }, true)} />}
      <Filters columns={spec.columns as Column<never>[]} ns={spec.ns} flat={!!spec.flat} count={count} root={{ join: state.any ? "any" : "all", filters: state.filters, groups: state.groups }}
        onChange={({ join, filters, groups }, replace) => change({ any: join === "any", filters, groups }, replace)} />
      <SaveViewButton spec={spec} state={state} views={views} />
      <span className={classes.grow} />
      {spec.exportPath && <ExportMenu spec={spec} state={state} columns={columns} />}
      {!phone && <ColumnsMenu all={spec.columns} shown={columns} choose={choose} ns={spec.ns} dense={dense} setDense={setDense} />}
    </div>
  );
}

function ExportMenu({ spec, state, columns }: { spec: Spec; state: ListState; columns: Column<AnyRow>[] }) {
  const { t } = useTranslation();
  const api = useApi();
  const asked = spec.toQuery?.({ ...state, cursor: undefined }) ?? { ...listQuery(state, spec.columns as Column<never>[]), cursor: undefined, sums: undefined };
  const href = (fmt: string) => urlOf(spec.exportPath!, { company: api.company, ...spec.params }, { ...asked, limit: undefined, format: fmt, ...(spec.toQuery ? {} : { fields: columns.map((c) => c.file ?? c.key).join(",") }) });
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" leftSection={<IconDownload size={16} />}>{t("list:export")}</Button></Menu.Target>
      <Menu.Dropdown>
        {(["xlsx", "csv"] as const).map((fmt) => <Menu.Item key={fmt} onClick={() => void download(href(fmt))}>{t(`list:export_${fmt}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
