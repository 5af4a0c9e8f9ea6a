/** The order page, the one used most: customer, lines, totals beside; save, validate (Ctrl+Enter), then invoice. */
import { Alert, Button } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { ConflictDialog } from "@/components/form/Conflict";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { FoundDraft } from "@/components/form/FoundDraft";
import { Guard } from "@/components/form/guard";
import { Sections } from "@/components/form/Sections";
import { useRecordForm, type RecordSource } from "@/components/form/useRecordForm";
import { StatusBadge } from "@/components/list/cells";
import { RecordAside } from "@/components/record/Aside";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { usePackagings } from "@/features/catalogue/books";
import { useMethodOptions } from "@/features/payments/methods";
import { date } from "@/lib/format";
import { useRecent } from "@/lib/recent";
import { useTitle } from "@/lib/title";
import { LineEditor } from "./LineEditor";
import { LinesTable } from "./LinesTable";
import { OrderBar } from "./OrderBar";
import { OrderLinks } from "./OrderLinks";
import { BLANK, toBody, toForm, type LineDraft, type Order, type OrderValues } from "./orderForm";
import { useOrderSections } from "./orderSections";
import { EffectivePanel, TotalsPanel } from "./TotalsPanel";
import { usePreview } from "./usePreview";
import { ORDER_TONES } from "./words";

export default function OrderPage() {
  const { id: asked, company } = useParams();
  const id = asked === "new" ? undefined : asked;
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const can = useCan();
  const packagings = usePackagings();
  const methods = useMethodOptions();
  const source = useMemo<RecordSource<OrderValues, Order>>(() => ({
    kind: "order", kinds: ["invoice"], schema: "OrderIn", blank: BLANK, toForm,
    load: (a, one, signal) => a.get("/{company}/orders/{id}", { id: one }, undefined, signal),
    create: (a, values) => a.send("post", "/{company}/orders", {}, { ...toBody(values, packagings), confirm: false }),
    update: (a, one, values, version) => a.send("put", "/{company}/orders/{id}", { id: one }, toBody(values, packagings), { version }),
  }), [packagings]);
  const record = useRecordForm(source, id, (out) => setTimeout(() => void navigate(`/c/${company}/orders/${out.id}`, { replace: true })));
  const { form } = record;
  const order = record.query.data;
  const editable = can("sales:write") && (!order || order.state === "draft" || order.state === "pending");
  const live = editable && (form.dirty || !order);
  const { preview, stale: aging } = usePreview(form.values, packagings, editable);
  const priced = live ? (form.values.lines.length ? preview.data : undefined) : (order ?? undefined);
  const stale = live && aging;
  const sections = useOrderSections(order, preview.data);
  record.shows([sections.customer, sections.terms, sections.comments]);
  const title = order ? order.number : id ? "" : t("app:create.order");
  useTitle(title);
  useRecent(`orders/${id}`, order && `${order.number} · ${order.customer_name}`, "app:page.orders");
  if (id && record.query.isPending) return <PageSkeleton />;
  if (record.query.isError && !order) return <ErrorState problem={asProblem(record.query.error)} retry={() => void record.query.refetch()} />;
  const refusal = record.problem ?? (preview.error ? asProblem(preview.error) : null);
  const errors = { ...(preview.error ? Object.fromEntries(asProblem(preview.error).errors.map((e) => [e.field, e.detail])) : {}), ...form.errors };
  const terms = editable && preview.data ? preview.data : undefined;
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/orders`, label: t("app:page.orders") }} title={order ? `${order.number} · ${order.customer_name}` : title}
        badge={order && <StatusBadge tone={ORDER_TONES[order.state]!}>{t(`sales:state.${order.state}`)}</StatusBadge>} subtitle={order && date(order.ordered_on)} />
      {refusal && <ProblemBanner problem={refusal} />}
      <FoundDraft at={record.found} onDrop={record.cancel} />
      {record.told && (
        <Alert color="amber" icon={<IconInfoCircle size={18} />} mb="md" role="status">
          {t("form:told", { name: record.told.actor })} <Button size="compact-sm" variant="default" ml="xs" onClick={() => void record.compare()}>{t("form:told_compare")}</Button>
        </Alert>
      )}
      <div className={classes.columns}>
        <form noValidate onSubmit={(event) => { event.preventDefault(); void record.save(); }} data-order-form>
          <Sections sections={[sections.customer]} form={form} ns="sales" limits={record.limits} disabled={!editable || (!!order && order.state !== "draft")} bare />
          {preview.data?.customer_notes && <Alert color="amber" icon={<IconInfoCircle size={18} />} mb="md" title={t("sales:customer_notes")} style={{ whiteSpace: "pre-line" }}>{preview.data.customer_notes}</Alert>}
          <section id="lines" className={classes.section} aria-label={t("sales:lines")}>
            {editable ? (
              <LineEditor values={form.values} onLines={(lines: LineDraft[]) => form.set("lines", lines)} priced={priced} stale={stale} packagings={packagings} order={live ? null : (order?.id ?? null)} errors={errors} focusFirst={false} />
            ) : order && <LinesTable lines={order.lines} currency={order.currency} order={order.id} />}
          </section>
          <Sections sections={[sections.terms, sections.comments]} form={form} ns="sales" limits={record.limits} disabled={!editable} />
        </form>
        <aside className={classes.aside}>
          <TotalsPanel totals={priced?.totals} currency={priced?.currency ?? "EUR"} stale={stale} mention={priced && { fr: priced.vat_mention_fr, en: priced.vat_mention_en }} blocks={terms?.blocks} shipping={priced?.shipping} weight={priced?.weight} warnings={priced?.warnings} />
          {priced && <EffectivePanel grid={{ label: priced.grid_label, level: priced.grid_level }} term={terms?.payment_term} method={terms?.payment_method} methodLabel={(one) => methods.find((m) => m.value === one)?.label ?? one} />}
          {order && <OrderLinks order={order} />}
          {order && <RecordAside subject={{ kind: "order", id: order.id, label: `${order.number} · ${order.customer_name}` }} scope="sales:write" version={order.version} />}
        </aside>
      </div>
      <OrderBar api={api} order={order} record={record} gross={priced ? { cents: priced.totals.gross, currency: priced.currency } : undefined} blocked={!!terms?.blocks.length} />
      <Guard dirty={form.dirty && !record.saving} onSave={() => record.save()} onLeave={record.abandon} />
      {record.conflict && (
        <ConflictDialog sections={[sections.customer, { key: "lines", title: "sales:lines", fields: [{ name: "lines", type: "text", label: "sales:lines", show: linesText }] }, sections.terms, sections.comments]} ns="sales"
          base={form.base} mine={form.values} theirs={toForm(record.conflict)} onCancel={record.closeConflict} onResolve={record.resolve} />
      )}
    </div>
  );
}

function linesText(value: unknown): string {
  return (value as LineDraft[]).map((line) => `${line.quantity} × ${line.sku || line.label}${line.price === null ? "" : ` @ ${line.price}`}`).join("\n");
}
