/** Is my data safe? Every backup still kept, in each of its places, and the restore tests that proved them. */
import "@/i18n/late/backups";
import { Anchor, Code, Stack, Text } from "@mantine/core";
import { IconDatabaseExport, IconPackageExport, IconTestPipe } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useAccess } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import look from "@/components/list/list.module.css";
import { LocalList } from "@/components/list/LocalList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { download } from "@/lib/download";
import { decimal, int } from "@/lib/format";

type Night = Schemas["NightOut"];
type Copy = Schemas["CopyOut"];
type Rehearsal = Schemas["RehearsalOut"];

const TONE = { running: "blue", writing: "blue", complete: "green", good: "green", partial: "amber", failed: "red" } as const;

export default function BackupsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const owner = useAccess().data?.role === "owner";
  const list = useQuery({ queryKey: [api.company, "backups"], queryFn: ({ signal }) => api.get("/{company}/backups", {}, undefined, signal) });
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  return (
    <>
      <PageHead title={t("app:page.backups")} count={list.data?.nights.length}>{owner && <Everything company={api.company} />}</PageHead>
      {list.data && <p className={look.intro} style={{ margin: 0 }}>{t("backups:policy", { nights: list.data.nights_kept, months: list.data.months_kept })}</p>}
      {owner && <p className={look.intro} style={{ margin: 0 }}>{t("backups:everything_hint")}</p>}
      <LocalList<Night> title={t("app:page.backups")} ns="backups" rows={list.data?.nights} rowId={(row) => row.id}
        empty={{ icon: IconDatabaseExport, title: "backups:empty", hint: "backups:empty_hint" }}
        columns={[
          { key: "started_at", type: "instant", card: "title" },
          { key: "state", type: "text", cell: (row) => <StatusBadge tone={TONE[row.state]}>{t(`backups:state.${row.state}`)}</StatusBadge>, card: "figure" },
          { key: "items", type: "int" },
          { key: "size", type: "text", cell: (row) => <span className="num">{size(row.size, t)}</span> },
          { key: "copies", type: "text", cell: (row) => <Copies copies={row.copies} />, card: "line" },
          { key: "sha256", type: "text", cell: (row) => <Hash copies={row.copies} /> },
        ]} />
      <h2 className={look.plainHead}>{t("backups:rehearsals")}</h2>
      <LocalList<Rehearsal> title={t("backups:rehearsals")} ns="backups" rows={list.data?.rehearsals} rowId={(row) => row.id}
        empty={{ icon: IconTestPipe, title: "backups:rehearsal_empty", hint: "backups:rehearsal_empty_hint" }}
        columns={[
          { key: "at", type: "instant", card: "title" },
          { key: "good", type: "text", cell: (row) => <StatusBadge tone={row.good ? "green" : "red"}>{t(row.good ? "backups:good" : "backups:bad")}</StatusBadge>, card: "figure" },
          { key: "region", type: "text", cell: (row) => t(`backups:region.${row.region}`, row.region) },
          { key: "items", type: "int" }, { key: "links", type: "int" }, { key: "lost", type: "int" }, { key: "seconds", type: "int" },
          { key: "report", type: "text", cell: (row) => <Anchor component="button" fz="sm" onClick={() => void download(`/api/v1/${api.company}/backups/reports/${row.id}`)}>{t("backups:download")}</Anchor> },
        ]} />
    </>
  );
}

/** All that the company keeps, as one file: a toast says how far it is. */
function Everything({ company }: { company: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const take = () => {
    setBusy(true);
    void download(`/api/v1/${company}/exports`).finally(() => setBusy(false));
  };
  return <MainAction leftSection={<IconPackageExport size={18} />} loading={busy} onClick={take}>{t("backups:everything")}</MainAction>;
}

/** One line a place: where, how many sites, or what went wrong. */
function Copies({ copies }: { copies: Copy[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={2}>
      {copies.map((copy) => (
        <Text key={copy.region} fz="sm" title={copy.problem} c={copy.state === "failed" ? "red" : undefined}>
          {t(`backups:region.${copy.region}`, copy.region)} · {copy.state === "good" ? t("backups:sites", { count: copy.sites, kept: copy.storage_class }) : t(`backups:state.${copy.state}`)}
        </Text>
      ))}
    </Stack>
  );
}

/** The same fingerprint everywhere is said once. */
function Hash({ copies }: { copies: Copy[] }) {
  const known = [...new Set(copies.map((copy) => copy.sha256).filter(Boolean))];
  return <>{known.map((hash) => <Code key={hash} title={hash}>{hash.slice(0, 12)}…</Code>)}</>;
}

function size(bytes: number, t: TFunction): string {
  return bytes < 1_000_000 ? t("form:files.size_kb", { size: int(Math.ceil(bytes / 1000)) }) : t("form:files.size_mb", { size: decimal(bytes / 1_000_000, 1) });
}
