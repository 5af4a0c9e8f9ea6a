/** The bar at the bottom: Enregistrer · Valider (Ctrl+Entrée) · then Facturer, as they become possible. */
import { Button, Menu, Tooltip } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { Api } from "@/api/client";
import { useCan } from "@/app/session";
import type { useRecordForm } from "@/components/form/useRecordForm";
import { MainAction } from "@/components/MainAction";
import { money } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { done, failed } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { Order, OrderValues } from "./orderForm";
import classes from "./lines.module.css";

type State = Order["state"];

interface Props {
  api: Api;
  order: Order | undefined;
  record: ReturnType<typeof useRecordForm<OrderValues, Order>>;
  gross: { cents: number; currency: string } | undefined;
  blocked: boolean;
}

export function OrderBar({ api, order, record, gross, blocked }: Props) {
  const { t } = useTranslation();
  const { company } = useParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const can = useCan();
  const dirty = record.form.dirty;
  const keep = (out: Order) => queries.setQueryData([api.company, "record", "order", out.id], out);

  const move = async (one: Order, to: State, version?: number) => {
    const out = await api.send("post", "/{company}/orders/{id}/transitions", { id: one.id }, { to }, { version });
    keep(out);
    return out;
  };
  const { submit: go, busy } = useSubmit(async (to: State) => {
    try {
      const now = dirty || !order ? await record.save(true) : order;
      if (!now) return;
      const was = now.state;
      const out = await move(now, to);
      const undoable = out.allowed.includes(was) && to !== "cancelled";
      done(t(`sales:moved.${to}`), undoable ? { undo: () => move(out, was) } : {});
    } catch (error) {
      failed(error);
    }
  });
  const invoice = useSubmit(async () => {
    try {
      const issued = await api.send("post", "/{company}/orders/{id}/invoice", { id: order!.id });
      done(t("sales:invoiced", { number: issued.number }));
      await navigate(`/c/${company}/invoices/${issued.id}`);
    } catch (error) {
      failed(error);
    }
  });
  const open = !order || order.state === "draft" || order.state === "pending";
  const canInvoice = order?.state === "validated" && !dirty;
  const main = open ? () => void go("validated") : canInvoice ? () => void invoice.submit() : undefined;
  useKeys({ "mod+Enter": main });
  if (!can("sales:write")) return null;
  const others = order ? (["draft", "pending", "cancelled"] as const).filter((state) => order.allowed.includes(state)) : [];
  return (
    <div className={`${classes.bar} no-print`} role="region" aria-label={t("form:save_bar")}>
      <span className={`${classes.barTotal} num`}>{gross && <><span className={classes.barWord}>{t("sales:totals.gross")} </span><strong>{money(gross.cents, gross.currency)}</strong></>}</span>
      {others.length > 0 && (
        <Menu position="top-end">
          <Menu.Target><Button variant="default" h={44} px={12} aria-label={t("app:action.more")}><IconDots size={18} /></Button></Menu.Target>
          <Menu.Dropdown>{others.map((state) => <Menu.Item key={state} {...(state === "cancelled" ? { color: "red" } : {})} onClick={() => void go(state)}>{t(`sales:action.to_${state}`)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
      {open && <Button variant="default" h={44} disabled={!dirty} loading={record.saving && !busy} onClick={() => void record.save()}>{t("form:save")}</Button>}
      {open && (
        <Tooltip label={t("sales:validate_hint")}>
          <MainAction loading={busy} disabled={blocked || !record.form.values.lines.length} onClick={main}>{t("sales:action.validate")}</MainAction>
        </Tooltip>
      )}
      {canInvoice && <MainAction loading={invoice.busy} onClick={main}>{t("sales:action.invoice")}</MainAction>}
    </div>
  );
}
