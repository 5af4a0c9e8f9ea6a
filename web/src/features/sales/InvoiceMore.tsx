/** What else is done with an invoice: a credit note of it. */
import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import { CreditDialog } from "./CreditDialog";

export function InvoiceMore({ invoice }: { invoice: Schemas["InvoiceOut"] }) {
  const { t } = useTranslation();
  const can = useCan();
  const [crediting, credit] = useDisclosure(false);
  const left = invoice.lines.some((line) => line.left_quantity > 0 || line.left_amount > 0);
  if (!can("sales:write") || !left) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" h={44} px={12} aria-label={t("app:action.more")}><IconDots size={18} /></Button></Menu.Target>
        <Menu.Dropdown><Menu.Item onClick={credit.open}>{t("sales:credit.action")}</Menu.Item></Menu.Dropdown>
      </Menu>
      {crediting && <CreditDialog invoice={invoice} onClose={credit.close} />}
    </>
  );
}
