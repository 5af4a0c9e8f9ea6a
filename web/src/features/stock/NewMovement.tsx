/** An opening stock, a count, a correction or a transfer: what a person tells the stock. */
import { Group } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { Guard } from "@/components/form/guard";
import { Sections } from "@/components/form/Sections";
import type { Section } from "@/components/form/types";
import { useForm } from "@/components/form/useForm";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { variantFinder } from "@/features/catalogue/books";
import { useKeys } from "@/lib/keys";
import { useTitle } from "@/lib/title";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useDepotOptions, useDepots } from "./depots";

type Cause = Schemas["MovementIn"]["cause"];
const CAUSES: readonly Cause[] = ["opening", "inventory", "correction", "transfer"];
const LINE = { variant: null as string | null, quantity: null as number | null };

export default function NewMovement() {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { options } = useDepotOptions();
  const usual = useDepots().data?.items.find((one) => one.default)?.id ?? null;
  const form = useForm({ cause: "opening" as Cause, depot: null as string | null, to: null as string | null, on: null as string | null, reason: "", lines: [{ ...LINE, variant: search.get("variant") }] });
  const { cause } = form.values;
  const depot = form.values.depot ?? usual;
  const usualName = options.find((one) => one.value === usual)?.label;
  const sections = useMemo<Section[]>(() => [{
    key: "movement", title: "app:create.movement", hint: `stock:cause_hint.${cause}`,
    fields: [
      { name: "cause", type: "choice", choices: CAUSES, required: true, span: 2, autoFocus: true }, { name: "depot", type: "choice", options, span: 2, inherited: usualName ? { value: usualName, level: t("stock:level.company") } : null, label: cause === "transfer" ? "stock:field.from" : "stock:field.depot" },
      { name: "to", type: "choice", options, required: true, span: 2, shown: (v) => v["cause"] === "transfer" }, { name: "on", type: "date", span: 2, placeholder: t("stock:today"), shown: (v) => v["cause"] !== "inventory" }, { name: "reason", type: "text", required: cause === "correction", span: 4 },
      { name: "lines", type: "rows", blank: LINE, rows: [{ name: "variant", type: "record", find: variantFinder(api), required: true, span: 4, label: "stock:field.label" }, { name: "quantity", type: "int", required: true, span: 2, label: `stock:quantity.${cause}` }] },
    ],
  }], [api, cause, options, usualName, t]);
  const lines = form.values.lines.flatMap((line) => (line.variant && line.quantity !== null ? [{ variant: line.variant, quantity: line.quantity }] : []));
  const { submit, busy, problem } = useSubmit(async () => {
    const { to, on, reason } = form.values;
    try {
      await api.send("post", "/{company}/stock/movements", {}, { cause, depot: depot ?? "", to: cause === "transfer" ? to : null, on: cause === "inventory" ? null : on, reason, lines });
      form.reset(form.values);
      done(t("stock:recorded"));
      setTimeout(() => void navigate(`/c/${company}/stock`, { replace: true }));
    } catch (error) {
      form.refuse(asProblem(error));
      throw error;
    }
  });
  useTitle(t("app:create.movement"));
  useKeys({ "mod+s": () => void submit(), "mod+Enter": () => void submit() });
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/stock`, label: t("app:page.stock") }} title={t("app:create.movement")} />
      {problem && <ProblemBanner problem={problem} />}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Sections sections={sections} form={form} ns="stock" />
        <Group justify="flex-end" mt="md"><MainAction type="submit" loading={busy} disabled={!depot || !lines.length || (cause === "transfer" && !form.values.to)}>{t("stock:record")}</MainAction></Group>
      </form>
      <Guard dirty={form.dirty && !busy} />
    </div>
  );
}
