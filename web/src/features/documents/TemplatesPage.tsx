/** The templates of documents: each opens on its form, with what it looks like beside it. */
import "@/i18n/late/documents";
import { Button } from "@mantine/core";
import { IconPlus, IconTemplate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { LocalList } from "@/components/list/LocalList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { useKeys } from "@/lib/keys";
import { useTemplates, type DocumentTemplate } from "./templates";

export default function TemplatesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const navigate = useNavigate();
  const query = useTemplates();
  const writable = useCan()("tenancy:write");
  const fresh = `/c/${company}/document-templates/new`;
  useKeys({ n: writable ? () => void navigate(fresh) : undefined });
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <>
      <PageHead title={t("app:page.document_templates")} count={query.data?.items.length}>
        {writable && <MainAction component={Link} to={fresh} leftSection={<IconPlus size={18} />}>{t("app:create.document_template")}</MainAction>}
      </PageHead>
      <LocalList<DocumentTemplate> title={t("app:page.document_templates")} ns="documents" rows={query.data?.items} rowTo={(row) => `/c/${company}/document-templates/${row.id}`}
        columns={[
          { key: "name", type: "text", card: "title" },
          { key: "landscape", type: "text", label: "documents:orientation", cell: (row) => t(row.landscape ? "documents:field.landscape" : "documents:upright") },
          { key: "language", type: "text", cell: (row) => (row.language ? t(`app:language.${row.language}`) : t("form:default")) },
          { key: "prices", type: "text", cell: (row) => (row.prices ? t(`documents:prices.${row.prices}`) : t("form:default")) },
          { key: "archived", type: "bool", cell: (row) => row.archived && <StatusBadge tone="gray">{t("form:is_archived")}</StatusBadge> },
        ]}
        empty={{ icon: IconTemplate, title: "documents:empty", hint: "documents:empty_hint", action: writable && <Button variant="default" component={Link} to={fresh}>{t("documents:begin")}</Button> }} />
    </>
  );
}
