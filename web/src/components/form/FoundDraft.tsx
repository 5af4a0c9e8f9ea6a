import { Alert, Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { instant } from "@/lib/format";

/** What was typed before a reload or a crash is back on the screen. */
export function FoundDraft({ at, onDrop }: { at: string | null; onDrop: () => void }) {
  const { t } = useTranslation();
  if (!at) return null;
  return (
    <Alert color="blue" icon={<IconHistory size={18} />} mb="md" role="status">
      {t("form:found", { at: instant(at) })} <Button size="compact-sm" variant="default" ml="xs" onClick={onDrop}>{t("form:found_drop")}</Button>
    </Alert>
  );
}
