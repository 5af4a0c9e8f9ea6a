/** Counts of the lists one may see, each opening its list: the home page of who may not see the company's figures. */
import "@/i18n/late/dashboard";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Api } from "@/api/client";
import { useCan } from "@/app/session";
import { writeFilter } from "@/components/list/filterText";
import { whereOf } from "@/components/list/params";
import type { Column, Filter } from "@/components/list/types";
import { parisToday } from "@/features/tasks/paris";
import { int, money } from "@/lib/format";
import look from "./dashboard.module.css";

interface Tile {
  key: string;
  list: "orders" | "invoices" | "customers" | "payments";
  scope: string;
  filters: Filter[];
  /** column summed; the count alone when left out */
  sum?: string;
  kinds: string[];
}

const COLUMNS: Column<never>[] = [
  { key: "state", type: "choice" }, { key: "status", type: "choice" }, { key: "due_on", type: "date" }, { key: "invoice_from", type: "date" }, { key: "issued_on", type: "date" }, { key: "received_on", type: "date" }, { key: "archived", type: "bool" }, { key: "unallocated", type: "cents" },
];

function tiles(today: string): Tile[] {
  const month = `${today.slice(0, 8)}01`;
  const due: Filter = { field: "status", op: "in", value: "unpaid,partly_paid" };
  return [
    { key: "drafts", list: "orders", scope: "sales:read", filters: [{ field: "state", op: "in", value: "draft,pending" }], sum: "gross", kinds: ["order"] },
    { key: "to_invoice", list: "orders", scope: "sales:read", filters: [{ field: "invoice_from", op: "le", value: today }], sum: "gross", kinds: ["order"] },
    { key: "invoiced_month", list: "invoices", scope: "sales:read", filters: [{ field: "issued_on", op: "ge", value: month }], sum: "net", kinds: ["invoice", "receivable"] },
    { key: "due", list: "invoices", scope: "sales:read", filters: [due], sum: "balance", kinds: ["receivable"] },
    { key: "late", list: "invoices", scope: "sales:read", filters: [due, { field: "due_on", op: "lt", value: today }], sum: "balance", kinds: ["receivable"] },
    { key: "received_month", list: "payments", scope: "payments:read", filters: [{ field: "received_on", op: "ge", value: month }, { field: "state", op: "in", value: "recorded" }], sum: "amount", kinds: ["payment"] },
    { key: "customers", list: "customers", scope: "crm:read", filters: [{ field: "archived", op: "eq", value: "false" }], kinds: ["customer"] },
  ];
}

async function figure(api: Api, tile: Tile, signal: AbortSignal): Promise<{ count: number; sum: number }> {
  const query = { where: whereOf(tile.filters, COLUMNS), limit: 1, sums: tile.sum };
  const page = await api.get(`/{company}/${tile.list}`, {}, query, signal);
  return { count: page.count, sum: Number(page.sums?.[tile.sum ?? ""] ?? 0) };
}

/** Those one may see, or only some of them. */
export function CountTiles({ only }: { only?: string[] }) {
  const can = useCan();
  return tiles(parisToday()).filter((tile) => can(tile.scope) && (!only || only.includes(tile.key))).map((tile) => <Figure key={tile.key} tile={tile} />);
}

function Figure({ tile }: { tile: Tile }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const { data, isError } = useQuery({ queryKey: [api.company, "tile", tile.key, tile.filters], queryFn: ({ signal }) => figure(api, tile, signal), meta: { kinds: tile.kinds } });
  const search = tile.filters.map((filter) => `f=${encodeURIComponent(writeFilter(filter))}`).join("&");
  const urgent = tile.key === "late" && !!data?.count;
  return (
    <Link className={look.tile} to={`/c/${company}/${tile.list}?${search}`} data-tile={tile.key}>
      <span className={look.label}>{t(`dashboard:tile.${tile.key}`)}</span>
      {data ? <span className={look.figure} data-urgent={urgent || undefined}>{tile.sum ? money(data.sum) : int(data.count)}</span> : isError ? <span className={look.figure}>–</span> : <Skeleton h={30} w={120} />}
      <span className={look.note}>{data && tile.sum ? t(`dashboard:of.${tile.list}`, { count: data.count, text: int(data.count) }) : " "}</span>
    </Link>
  );
}
