import "@/i18n/late/payments";
import { Group, Text } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { Guard } from "@/components/form/guard";
import { Sections } from "@/components/form/Sections";
import type { Section } from "@/components/form/types";
import { useForm } from "@/components/form/useForm";
import { MainAction } from "@/components/MainAction";
import { Facts, Panel } from "@/components/record/Panel";
import { ProblemBanner } from "@/components/states";
import { customerFinder } from "@/features/crm/customers";
import { money } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { currencyOptions } from "@/lib/currencies";
import { useTitle } from "@/lib/title";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { Allocations, sharesOf } from "./Allocations";
import { useMethodOptions } from "./methods";

/** Money received, given at once to the invoices chosen; the rest stays to the customer's credit. */
export function NewPayment() {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const methods = useMethodOptions();
  const [shares, setShares] = useState<Record<string, string>>({});
  const form = useForm({ customer: search.get("customer"), amount: null as number | null, method: null as string | null, received_on: null as string | null, reference: "", currency: "EUR", rate: null as string | null });
  const { customer, amount, currency } = form.values;
  useEffect(() => setShares({}), [currency, customer]);
  const sections = useMemo<Section[]>(() => [{
    key: "payment", title: "payments:record",
    fields: [
      { name: "customer", type: "record", find: customerFinder(api), required: true, span: 4, autoFocus: true }, { name: "amount", type: "cents", required: true, span: 2, ...(currency === "EUR" ? {} : { suffix: currency }) },
      { name: "method", type: "choice", options: methods, required: true, span: 2 }, { name: "received_on", type: "date", span: 2, placeholder: t("sales:today") }, { name: "reference", type: "text", span: 2 },
      { name: "currency", type: "choice", options: currencyOptions(), required: true, span: 2 }, ...(currency === "EUR" ? [] : [{ name: "rate", type: "decimal", span: 2, label: "payments:field.rate_for_one", hint: "payments:hint.rate_empty" } as const]),
    ],
  }], [api, methods, t, currency]);
  const given = sharesOf(shares).reduce((sum, one) => sum + one.amount, 0);
  const { submit, busy, problem } = useSubmit(async () => {
    try {
      const out = await api.send("post", "/{company}/payments", {}, { ...form.values, customer: customer ?? "", method: form.values.method ?? "", amount: amount ?? 0, allocations: sharesOf(shares) });
      form.reset(form.values);
      done(t("payments:recorded", { number: out.number }));
      setTimeout(() => void navigate(`/c/${company}/payments/${out.id}`, { replace: true }));
    } catch (error) {
      form.refuse(asProblem(error));
      throw error;
    }
  });
  useTitle(t("app:create.payment"));
  useKeys({ "mod+s": () => void submit(), "mod+Enter": () => void submit() });
  const left = (amount ?? 0) - given;
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/payments`, label: t("app:page.payments") }} title={t("app:create.payment")} />
      {problem && <ProblemBanner problem={problem} />}
      <div className={classes.columns}>
        <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <Sections sections={sections} form={form} ns="payments" bare />
          {customer && <section className={classes.section} aria-label={t("payments:allocations")}><Allocations key={currency} customer={customer} currency={currency} available={amount ?? 0} value={shares} onChange={setShares} /></section>}
          <Group justify="flex-end" mt="md"><MainAction type="submit" loading={busy} disabled={!customer || !amount || !form.values.method || left < 0}>{t("payments:record")}</MainAction></Group>
        </form>
        <aside className={classes.aside}>
          <Panel title={t("payments:allocation")}>
            <Facts facts={[{ label: t("payments:field.amount"), value: money(amount ?? 0, currency) }, { label: t("payments:allocated"), value: money(given, currency) }, { label: t("payments:field.unallocated"), value: money(left, currency), strong: true }]} />
            {left < 0 && <Text c="red" fz="sm" role="alert" mt="xs">{t("payments:too_much")}</Text>}
          </Panel>
        </aside>
      </div>
      <Guard dirty={form.dirty && !busy} />
    </div>
  );
}
