/** What the server doubts without refusing: to look at, in the right rail. */
import { Alert, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { sentenceFor } from "@/api/problem";

interface Warning {
  field: string;
  rule: string;
  detail: string;
}

export function Warnings({ warnings }: { warnings: readonly Warning[] | undefined }) {
  const { t } = useTranslation();
  if (!warnings?.length) return null;
  return (
    <Alert color="amber" icon={<IconAlertTriangle size={18} />} title={t("form:warnings", { count: warnings.length })}>
      <List size="sm" spacing={4}>{warnings.map((one) => <List.Item key={one.field + one.rule}>{sentenceFor(one.rule, one.detail)}</List.Item>)}</List>
    </Alert>
  );
}
