/** The page of an order or a quote: customer, lines, totals beside; what each does next is its own bar. */
import { Alert, Button } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { ConflictDialog } from "@/components/form/Conflict";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { FoundDraft } from "@/components/form/FoundDraft";
import { Guard } from "@/components/form/guard";
import { Sections } from "@/components/form/Sections";
import { useRecordForm, type RecordSource } from "@/components/form/useRecordForm";
import { RecordAside } from "@/components/record/Aside";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { usePackagings, type Packaging } from "@/features/catalogue/books";
import { later } from "@/lib/onDemand";
import { MessagesPanel } from "@/features/mailing/MessagesPanel";
import { useMethodOptions } from "@/features/payments/methods";
import { date } from "@/lib/format";
import { useRecent } from "@/lib/recent";
import { useTitle } from "@/lib/title";
import { LineEditor } from "./LineEditor";
import { LinesTable } from "./LinesTable";
import type { LineDraft, Offer, OrderValues } from "./orderForm";
import { useOrderSections } from "./orderSections";
import { EffectivePanel, TotalsPanel } from "./TotalsPanel";
import { usePreview } from "./usePreview";

const PayLinkPanel = later(async () => (await import("@/features/cards/PayLinkPanel")).PayLinkPanel);

export type OfferRecord<Out extends Offer> = ReturnType<typeof useRecordForm<OrderValues, Out>>;

export interface OfferBarProps<Out extends Offer> {
  out: Out | undefined;
  record: OfferRecord<Out>;
  gross: { cents: number; currency: string } | undefined;
  blocked: boolean;
}

export interface OfferSpec<Out extends Offer> {
  kind: "order" | "quote";
  /** path of the list, and of the record below it */
  list: "orders" | "quotes";
  newTitle: string;
  /** states in which it may be changed; in those of `typed` its customer too */
  open: readonly Out["state"][];
  typed: readonly Out["state"][];
  source: (packagings: Packaging[]) => RecordSource<OrderValues, Out>;
  badge: (out: Out) => ReactNode;
  links: (out: Out) => ReactNode;
  bar: (props: OfferBarProps<Out>) => ReactNode;
  actions?: (out: Out) => ReactNode;
}

export function OfferPage<Out extends Offer>({ spec }: { spec: OfferSpec<Out> }) {
  const { id: asked, company } = useParams();
  const id = asked === "new" ? undefined : asked;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const can = useCan();
  const packagings = usePackagings();
  const methods = useMethodOptions();
  const source = useMemo(() => spec.source(packagings), [spec, packagings]);
  const record = useRecordForm<OrderValues, Out>(source, id, (out) => setTimeout(() => void navigate(`/c/${company}/${spec.list}/${out.id}`, { replace: true })));
  const { form } = record;
  const out = record.query.data;
  const editable = can("sales:write") && (!out || spec.open.includes(out.state));
  const live = editable && (form.dirty || !out);
  const { preview, stale: aging } = usePreview(form.values, packagings, editable);
  const priced = live ? (form.values.lines.length ? preview.data : undefined) : out;
  const stale = live && aging;
  const sections = useOrderSections(spec.kind, out, preview.data);
  record.shows([sections.customer, sections.terms, sections.comments]);
  const listTitle = t(`app:page.${spec.list}`);
  const title = out ? out.number : id ? "" : t(spec.newTitle);
  useTitle(title);
  useRecent(`${spec.list}/${id}`, out && `${out.number} · ${out.customer_name}`, `app:page.${spec.list}`);
  if (id && record.query.isPending) return <PageSkeleton />;
  if (record.query.isError && !out) return <ErrorState problem={asProblem(record.query.error)} retry={() => void record.query.refetch()} />;
  const refusal = record.problem ?? (preview.error ? asProblem(preview.error) : null);
  const errors = { ...(preview.error ? Object.fromEntries(asProblem(preview.error).errors.map((e) => [e.field, e.detail])) : {}), ...form.errors };
  const terms = editable && preview.data ? preview.data : undefined;
  const saved = out ? { kind: spec.kind, id: out.id } : null;
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/${spec.list}`, label: listTitle }} title={out ? `${out.number} · ${out.customer_name}` : title}
        badge={out && spec.badge(out)} subtitle={out && date(out.ordered_on)} actions={out && spec.actions?.(out)} />
      {refusal && <ProblemBanner problem={refusal} />}
      <FoundDraft at={record.found} onDrop={record.cancel} />
      {record.told && (
        <Alert color="amber" icon={<IconInfoCircle size={18} />} mb="md" role="status">
          {t("form:told", { name: record.told.actor })} <Button size="compact-sm" variant="default" ml="xs" onClick={() => void record.compare()}>{t("form:told_compare")}</Button>
        </Alert>
      )}
      <div className={classes.columns}>
        <form noValidate onSubmit={(event) => { event.preventDefault(); void record.save(); }} data-order-form>
          <Sections sections={[sections.customer]} form={form} ns="sales" limits={record.limits} disabled={!editable || (!!out && !spec.typed.includes(out.state))} bare />
          {preview.data?.customer_notes && <Alert color="amber" icon={<IconInfoCircle size={18} />} mb="md" title={t("sales:customer_notes")} style={{ whiteSpace: "pre-line" }}>{preview.data.customer_notes}</Alert>}
          <section id="lines" className={classes.section} aria-label={t("sales:lines")}>
            {editable ? (
              <LineEditor values={form.values} onLines={(lines: LineDraft[]) => form.set("lines", lines)} priced={priced} stale={stale} packagings={packagings} stock={preview.data} order={live ? null : saved} errors={errors} focusFirst={false} />
            ) : out && saved && <LinesTable lines={out.lines} currency={out.currency} order={saved} />}
          </section>
          <Sections sections={[sections.terms, sections.comments]} form={form} ns="sales" limits={record.limits} disabled={!editable} />
        </form>
        <aside className={classes.aside}>
          <TotalsPanel totals={priced?.totals} currency={priced?.currency ?? "EUR"} stale={stale} mention={priced && { fr: priced.vat_mention_fr, en: priced.vat_mention_en }} blocks={terms?.blocks} shipping={priced?.shipping} weight={priced?.weight} warnings={priced?.warnings} exchange={priced?.exchange} euros={priced?.gross_euros} rateWarning={priced?.rate_warning} />
          {priced && <EffectivePanel grid={{ label: priced.grid_label, level: priced.grid_level }} term={terms?.payment_term} method={terms?.payment_method} template={terms?.template} methodLabel={(one) => methods.find((m) => m.value === one)?.label ?? one} />}
          {out && spec.links(out)}
          {out && <PayLinkPanel id={out.id} />}
          {out && <MessagesPanel about={out.id} />}
          {out && <RecordAside subject={{ kind: spec.kind, id: out.id, label: `${out.number} · ${out.customer_name}` }} scope="sales:write" version={out.version} />}
        </aside>
      </div>
      {spec.bar({ out, record, gross: priced ? { cents: priced.totals.gross, currency: priced.currency } : undefined, blocked: !!terms?.blocks.length })}
      <Guard dirty={form.dirty && !record.saving} onSave={() => record.save()} onLeave={record.abandon} />
      {record.conflict && (
        <ConflictDialog sections={[sections.customer, { key: "lines", title: "sales:lines", fields: [{ name: "lines", type: "text", label: "sales:lines", show: linesText }] }, sections.terms, sections.comments]} ns="sales"
          base={form.base} mine={form.values} theirs={source.toForm(record.conflict)} onCancel={record.closeConflict} onResolve={record.resolve} />
      )}
    </div>
  );
}

function linesText(value: unknown): string {
  return (value as LineDraft[]).map((line) => `${line.quantity} × ${line.sku || line.label}${line.price === null ? "" : ` @ ${line.price}`}`).join("\n");
}
