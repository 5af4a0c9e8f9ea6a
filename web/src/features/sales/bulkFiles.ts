/** The invoices chosen as one PDF of all their pages, or as a workbook with a row for each line. */
import { IconFileTypePdf, IconTableExport } from "@tabler/icons-react";
import { urlOf, type Api } from "@/api/client";
import type { BulkAction } from "@/components/list/types";
import { download } from "@/lib/download";

interface Row {
  id: string;
  kind: string;
}

/** What an address can name: beyond, a file for each so many. */
const MOST = 200;

export function bulkFiles(api: Api): BulkAction<Row>[] {
  const fetched = (asked: object) => async (rows: Row[], step: (done: number) => void): Promise<false> => {
    for (let at = 0; at < rows.length; at += MOST) {
      const part = rows.slice(at, at + MOST);
      await download(urlOf("/{company}/invoices/export", { company: api.company }, { ...asked, ids: part.map((row) => row.id).join(",") }));
      step(at + part.length);
    }
    return false;
  };
  return [
    { key: "pdf", label: "sales:bulk.pdf", icon: IconFileTypePdf, scope: "sales:read", allowed: (row) => row.kind !== "former", run: fetched({ format: "pdf" }) },
    { key: "lines", label: "sales:bulk.lines", icon: IconTableExport, scope: "sales:read", run: fetched({ format: "xlsx", detail: true }) },
  ];
}
