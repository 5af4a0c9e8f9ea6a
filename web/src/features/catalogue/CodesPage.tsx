/** The code tables of the customs, as they were last loaded: searched here, replaced by a file. */
import { Button, FileButton, Group, SegmentedControl } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import listClasses from "@/components/list/list.module.css";
import { LocalList } from "@/components/list/LocalList";
import { SearchBox } from "@/components/list/SearchBox";
import { PageHead } from "@/components/PageHead";
import { ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

const TABLES = ["inao", "label", "nc8"] as const;

export default function CodesPage() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("catalogue:write");
  const again = useRef<() => void>(null);
  const [table, setTable] = useState<(typeof TABLES)[number]>("nc8");
  const [q, setQ] = useState("");
  const list = useQuery({ queryKey: [api.company, "codes", table, q], queryFn: ({ signal }) => api.get("/{company}/customs-codes", {}, { table, q: q || undefined, limit: 100 }, signal), meta: { kinds: ["codes"] }, placeholderData: (old) => old });
  const { submit, busy, problem } = useSubmit(async (file: File | null) => {
    if (!file) return;
    const out = await api.send("put", "/{company}/customs-codes/{table}", { table }, file as never, { query: { name: file.name, language: /[_-]en\./i.test(file.name) ? "en" : "fr" } });
    await queries.invalidateQueries({ queryKey: [api.company, "codes"] });
    done(t("catalogue:codes.loaded", { count: out.count }));
  });
  return (
    <section className={listClasses.page}>
      <PageHead title={t("app:page.customs_codes")} count={list.data?.count}>
        {writable && (
          <FileButton resetRef={again} accept=".csv,text/csv" onChange={(file) => { void submit(file); again.current?.(); }} inputProps={{ "aria-label": t("catalogue:codes.load") }}>
            {(props) => <Button {...props} variant="default" leftSection={<IconTableImport size={16} />} loading={busy}>{t("catalogue:codes.load")}</Button>}
          </FileButton>
        )}
      </PageHead>
      <Group className={listClasses.tools}>
        <SegmentedControl aria-label={t("catalogue:codes.table")} value={table} onChange={(v) => setTable(v as typeof table)} data={TABLES.map((value) => ({ value, label: t(`catalogue:codes.${value}`) }))} />
        <SearchBox value={q} onChange={setQ} />
      </Group>
      {problem && <ProblemBanner problem={problem} />}
      <p className={listClasses.intro} style={{ margin: 0 }}>{t("catalogue:codes.hint")}</p>
      <LocalList title={t("app:page.customs_codes")} ns="catalogue" rows={list.data?.items} rowId={(row) => row.code}
        columns={[{ key: "code", type: "text", card: "title" }, { key: "words", type: "text", wrap: true, cell: (row) => (i18n.language === "en" && row.en) || row.fr }]}
        empty={{ icon: IconTableImport, title: "catalogue:codes.empty", hint: "catalogue:codes.empty_hint" }} />
    </section>
  );
}
