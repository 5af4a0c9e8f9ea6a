/** Enregistrer · Valider (Ctrl+Entrée) · then Livrer and Facturer, as they become possible. */
import { Button, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { parisToday } from "@/features/tasks/paris";
import { useKeys } from "@/lib/keys";
import { later } from "@/lib/onDemand";
import { done, failed } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { CancelInvoiced } from "./CancelInvoiced";
import { DeliverDialog } from "./DeliverDialog";
import { OfferBar } from "./OfferBar";
import type { OfferBarProps } from "./OfferPage";
import type { Order } from "./orderForm";

const DepositDialog = later(async () => (await import("./DepositDialog")).DepositDialog);

type State = Order["state"];

export function OrderBar({ out: order, record, gross, blocked }: OfferBarProps<Order>) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const can = useCan();
  const [delivering, deliver] = useDisclosure(false);
  const [cancelling, cancel] = useDisclosure(false);
  const [asking, deposit] = useDisclosure(false);
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
  const toShip = !!order && !open && order.lines.some((line) => line.to_ship > 0);
  const main = open ? () => void go("validated") : canInvoice ? () => void invoice.submit() : toShip ? deliver.open : undefined;
  useKeys({ "mod+Enter": delivering ? undefined : main });
  if (!can("sales:write")) return null;
  const proforma = async () => {
    try {
      const out = await api.send("post", "/{company}/orders/{id}/pro-forma", { id: order!.id }, undefined, { version: order!.version });
      keep(out);
      done(t("sales:proforma.issued", { number: out.proforma_number }));
    } catch (error) {
      failed(error);
    }
  };
  const asked: { key: string; label: string; run: () => void }[] = order && !dirty && (open || order.state === "validated") ? [{ key: "proforma", label: t("sales:proforma.issue"), run: () => void proforma() }] : [];
  if (canInvoice && order.currency === "EUR" && order.deposits.reduce((left, one) => left - one.gross, order.totals.gross) > 0) asked.push({ key: "deposit", label: t("sales:deposit.action"), run: deposit.open });
  const release = async () => {
    try {
      keep(await api.send("post", "/{company}/orders/{id}/transitions", { id: order!.id }, { to: "validated", release_on: parisToday() }, { version: order!.version }));
      done(t("sales:futures.released"));
    } catch (error) {
      failed(error);
    }
  };
  if (order?.state === "validated" && !dirty && order.release_on && order.release_on > parisToday()) asked.push({ key: "release", label: t("sales:futures.release"), run: () => void release() });
  const others = order ? (["draft", "pending", "cancelled"] as const).filter((state) => order.allowed.includes(state)) : [];
  return (
    <>
      <OfferBar gross={gross} others={[...asked, ...others.map((state) => ({ key: state, label: t(`sales:action.to_${state}`), red: state === "cancelled", run: state === "cancelled" && order?.state === "invoiced" ? cancel.open : () => void go(state) }))]}>
        {open && <Button variant="default" h={44} disabled={!dirty} loading={record.saving && !busy} onClick={() => void record.save()}>{t("form:save")}</Button>}
        {open && (
          <Tooltip label={t("sales:validate_hint")}>
            <MainAction loading={busy} disabled={blocked || !record.form.values.lines.length} onClick={main}>{t("sales:action.validate")}</MainAction>
          </Tooltip>
        )}
        {toShip && (canInvoice ? <Button variant="default" h={44} onClick={deliver.open}>{t("sales:action.deliver")}</Button> : <MainAction onClick={deliver.open}>{t("sales:action.deliver")}</MainAction>)}
        {canInvoice && <MainAction loading={invoice.busy} onClick={main}>{t("sales:action.invoice")}</MainAction>}
      </OfferBar>
      {cancelling && order && <CancelInvoiced order={order} onClose={cancel.close} />}
      {asking && order && <DepositDialog order={order} onClose={deposit.close} />}
      {delivering && order && <DeliverDialog order={order} onClose={deliver.close} />}
    </>
  );
}
