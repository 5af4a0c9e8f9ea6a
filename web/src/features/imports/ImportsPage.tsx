import "@/i18n/late/imports";
import { Button } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { IMPORT_STATES, IMPORT_TONES } from "./words";

export default function ImportsPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const spec = useMemo(() => defineList({
    name: "imports", ns: "imports", path: "/{company}/imports", kinds: ["import"], title: "app:page.imports", sort: "-created_at", rowTo: (row) => `imports/${row.id}`, rowLabel: (row) => row.files,
    columns: [
      { key: "files", type: "text", card: "title" }, { key: "state", type: "choice", choices: IMPORT_STATES, tone: IMPORT_TONES, card: "figure" }, { key: "created_at", type: "instant" }, { key: "created_by", type: "text", card: false },
      { key: "total", type: "int" }, { key: "created", type: "int" }, { key: "warned", type: "int" }, { key: "refused", type: "int" }, { key: "prices", type: "int" },
      { key: "updated", type: "int", hidden: true }, { key: "unchanged", type: "int", hidden: true }, { key: "skipped", type: "int", hidden: true },
    ],
    create: { to: "imports/new", label: "app:create.import", scope: "migration:write" },
    empty: { icon: IconTableImport, title: "imports:empty", hint: "imports:empty_hint", action: <Button variant="default" component={Link} to={`/c/${company}/imports/new`}>{t("app:create.import")}</Button> },
  }), [company, t]);
  return <ListPage spec={spec} />;
}
