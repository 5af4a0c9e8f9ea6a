/** Cancelling an invoiced order: its credit note is issued, its bottles come back or not. */
import { Checkbox, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { Confirm } from "@/components/Confirm";
import { done } from "@/lib/toast";
import type { Order } from "./orderForm";

export function CancelInvoiced({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [back, setBack] = useState(true);
  const cancel = async () => {
    const out = await api.send("post", "/{company}/orders/{id}/transitions", { id: order.id }, { to: "cancelled", returned: back }, { version: order.version });
    queries.setQueryData([api.company, "record", "order", out.id], out);
    done(out.credit_note ? t("sales:credit.issued", { number: out.credit_note_number }) : t("sales:moved.cancelled"));
  };
  return (
    <Confirm opened title={t("sales:credit.cancel")} action={t("sales:action.to_cancelled")} onConfirm={cancel} onClose={onClose}>
      <Text fz="sm" mb="md">{t("sales:credit.cancel_hint", { number: order.invoice_number })}</Text>
      <Checkbox checked={back} onChange={(event) => setBack(event.currentTarget.checked)} label={t("sales:credit.back")} />
    </Confirm>
  );
}
