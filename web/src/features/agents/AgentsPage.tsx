/** Representatives: who brings orders, with or without a login. */
import "@/i18n/late/agents";
import { Button, Group } from "@mantine/core";
import { IconUserDollar } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { usePlan } from "./agents";

export default function AgentsPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const plan = usePlan();
  const spec = useMemo(() => {
    const families = (plan?.families ?? []).map((one) => ({ value: one.id, label: one.name }));
    return defineList({
      name: "agents", ns: "agents", path: "/{company}/agents", kinds: ["agent"], title: "app:page.agents", sort: "name",
      rowTo: (row) => `agents/${row.id}`, rowLabel: (row) => row.name,
      columns: [
        { key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" },
        { key: "family", type: "id", options: families, cell: (row) => families.find((one) => one.value === row.family)?.label ?? "" },
        { key: "email", type: "text", card: "line" }, { key: "login", type: "bool" }, { key: "copied", type: "bool" }, { key: "archived", type: "bool", hidden: true }, { key: "updated_at", type: "instant", hidden: true },
      ],
      views: [{ key: "active", label: "agents:view.active", filters: [{ field: "archived", op: "eq", value: "false" }] }],
      create: { to: "agents/new", label: "app:create.agent", scope: "agents:write" },
      actions: <Group gap="xs"><Button variant="default" component={Link} to={`/c/${company}/statements`}>{t("app:page.statements")}</Button></Group>,
      empty: { icon: IconUserDollar, title: "agents:empty", hint: "agents:empty_hint", action: <Button variant="default" component={Link} to={`/c/${company}/agents/new`}>{t("app:create.agent")}</Button> },
    });
  }, [company, plan, t]);
  return <ListPage spec={spec} />;
}
