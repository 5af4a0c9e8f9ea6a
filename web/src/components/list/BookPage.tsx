/**
 * A small set kept whole (families, packagings, categories, grids, payment methods): a list, and a dialog to add or
 * change one. A declaration of columns and fields; the set has one version, so two people cannot overwrite each other.
 */
import { Button, Group, Modal, ScrollArea } from "@mantine/core";
import { IconPlus, type Icon } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useApi, type Api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Sections } from "@/components/form/Sections";
import type { Values } from "@/components/form/paths";
import type { Field } from "@/components/form/types";
import { useForm } from "@/components/form/useForm";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { LocalList } from "./LocalList";
import type { Column } from "./types";

export interface BookSpec<Item extends { id: string }> {
  ns: string;
  /** part of the query's name, so that every page shares the answer */
  name: string;
  title: string;
  newTitle: string;
  kinds: string[];
  scope: string;
  list: (api: Api, signal: AbortSignal) => Promise<{ items: Item[]; version: number }>;
  create: (api: Api, values: Values, version: number) => Promise<unknown>;
  change: (api: Api, id: string, values: Values, version: number) => Promise<unknown>;
  drop?: (api: Api, id: string, version: number) => Promise<unknown>;
  columns: Column<Item>[];
  fields: Field[];
  blank: Values;
  empty: { icon: Icon; title: string; hint: string };
}

export function BookPage<Item extends { id: string }>({ spec }: { spec: BookSpec<Item> }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()(spec.scope);
  const [search, setSearch] = useSearchParams();
  const asked = search.get("open");
  const key = [api.company, spec.name];
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => spec.list(api, signal), meta: { kinds: spec.kinds } });
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  const open = (id: string | null) => setSearch(id ? { open: id } : {}, { replace: true });
  const item = list.data?.items.find((one) => one.id === asked);
  const columns = spec.columns.map((column, i) => (i === 0 ? { ...column, cell: (row: Item) => <Button variant="transparent" p={0} h="auto" fw={550} c="inherit" onClick={() => open(row.id)}>{String((row as Values)[column.key])}</Button> } : column));
  return (
    <>
      <PageHead title={t(spec.title)} count={list.data?.items.length}>
        {writable && <MainAction leftSection={<IconPlus size={18} />} onClick={() => open("new")}>{t(spec.newTitle)}</MainAction>}
      </PageHead>
      <LocalList<Item> title={t(spec.title)} ns={spec.ns} rows={list.data?.items} columns={columns} empty={spec.empty} />
      {list.data && asked && (item || asked === "new") && (
        <ItemDialog key={asked} spec={spec} item={item} version={list.data.version} writable={writable} onClose={() => open(null)} onDone={() => queries.invalidateQueries({ queryKey: key })} />
      )}
    </>
  );
}

interface DialogProps<Item extends { id: string }> {
  spec: BookSpec<Item>;
  item: Item | undefined;
  version: number;
  writable: boolean;
  onClose: () => void;
  onDone: () => unknown;
}

function ItemDialog<Item extends { id: string }>({ spec, item, version, writable, onClose, onDone }: DialogProps<Item>) {
  const { t } = useTranslation();
  const api = useApi();
  const form = useForm<Values>(item ? Object.fromEntries(Object.keys(spec.blank).map((name) => [name, (item as Values)[name]])) : spec.blank);
  const finish = (word: string) => {
    done(t(word));
    onDone();
    onClose();
  };
  const { submit, busy, problem } = useSubmit(async () => {
    try {
      await (item ? spec.change(api, item.id, form.values, version) : spec.create(api, form.values, version));
    } catch (error) {
      form.refuse(asProblem(error));
      throw error;
    }
    finish(item ? "form:saved" : "form:created");
  });
  const drop = useSubmit(async () => {
    await spec.drop!(api, item!.id, version);
    finish("form:deleted");
  });
  const refusal = problem ?? drop.problem;
  return (
    <Modal opened onClose={onClose} size="lg" title={item ? String((item as Values)["name"] ?? (item as Values)["label_fr"]) : t(spec.newTitle)} closeButtonProps={{ "aria-label": t("app:action.close") }} scrollAreaComponent={ScrollArea.Autosize}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        {refusal && <ProblemBanner problem={refusal} />}
        <Sections sections={[{ key: spec.name, title: spec.title, fields: spec.fields }]} form={form} ns={spec.ns} disabled={!writable} bare />
        {writable && (
          <Group justify="space-between" mt="lg">
            {item && spec.drop ? <Button variant="subtle" color="red" loading={drop.busy} onClick={() => void drop.submit()}>{t("app:action.delete")}</Button> : <span />}
            <Button type="submit" h={44} loading={busy} disabled={!form.dirty}>{t(item ? "form:save" : "form:create")}</Button>
          </Group>
        )}
      </form>
    </Modal>
  );
}
