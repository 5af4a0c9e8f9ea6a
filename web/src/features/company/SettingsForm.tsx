/** Every setting of the company, drawn from its declaration; "Par défaut" gives one back to the product's own value. */
import { Group, NumberInput, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Guard } from "@/components/form/guard";
import { ImpactDialog, impactOf, type Impact, type Top } from "@/components/form/Impact";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { termLabel, termOptions } from "@/features/crm/customers";
import { useTemplateOptions } from "@/features/documents/templates";
import { useGridOptions } from "@/features/pricing/grids";
import { useMethodOptions } from "@/features/payments/methods";
import { useKeys } from "@/lib/keys";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useSettings, type Setting } from "./settings";

type Value = string | number | boolean | null;

/** The settings that records inherit from the company, and the level it holds for them. */
const TOPS: Top[] = [{ level: "invoice_options", fields: { payment_term: "payment_term", payment_method: "payment_method" } }, { level: "company", fields: { price_grid: "price_grid", document_template: "document_template" } }];

export function SettingsForm() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const settings = useSettings();
  const allowed = useCan()("tenancy:write");
  const [changes, setChanges] = useState<Record<string, Value>>({});
  const [seen, setSeen] = useState<Impact | null>(null);
  const save = async () => {
    const out = await api.send("put", "/{company}/settings", {}, { values: changes }, { version: settings.data!.version });
    queries.setQueryData([api.company, "settings"], out);
    setChanges({});
    done(t("form:saved"));
  };
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const found = await Promise.all(TOPS.map((top) => impactOf(api, top, undefined, {}, changes)));
    const touched = found.find((one) => one !== null);
    if (touched) setSeen(found.filter((one) => one !== null).reduce((one, two) => ({ ...one, customers: Math.max(one.customers, two.customers), orders: Math.max(one.orders, two.orders) })));
    else await save();
  });
  const agreed = useSubmit(async () => {
    await save();
    setSeen(null);
  });
  const dirty = Object.keys(changes).length > 0;
  useKeys({ "mod+s": () => void (dirty && submit()) });
  if (settings.isPending) return <PageSkeleton />;
  if (settings.isError) return <ErrorState problem={asProblem(settings.error)} retry={() => void settings.refetch()} />;
  const items = settings.data.items;
  const groups = [...new Set(items.map((one) => one.group))];
  const refusal = banner(items.map((one) => one.name));
  return (
    <form className={classes.page} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      {refusal && <ProblemBanner problem={refusal} />}
      {groups.map((group) => (
        <section key={group} className={classes.section} id={group}>
          <Title order={2} className={classes.sectionTitle} mb="sm">{t(`company:group.${group}`)}</Title>
          <Stack gap="sm" maw={640}>
            {items.filter((one) => one.group === group).map((one) => (
              <SettingInput key={one.name} setting={one} value={one.name in changes ? changes[one.name]! : (one.own ?? null)} error={errors[one.name]} disabled={!allowed}
                onChange={(value) => setChanges((old) => ({ ...old, [one.name]: value }))} />
            ))}
          </Stack>
        </section>
      ))}
      {dirty && (
        <div className={classes.savebar} role="region" aria-label={t("form:save_bar")}>
          <span className={classes.savebarText}>{t("form:changed")}</span>
          <MainAction type="button" variant="default" onClick={() => setChanges({})}>{t("form:cancel")}</MainAction>
          <MainAction type="submit" loading={busy}>{t("form:save")}</MainAction>
        </div>
      )}
      {seen && <ImpactDialog impact={seen} busy={busy} onSave={() => void agreed.submit()} onClose={() => setSeen(null)} />}
      <Guard dirty={dirty && !busy} onSave={agreed.submit} />
    </form>
  );
}

interface InputProps {
  setting: Setting;
  value: Value;
  error: string | undefined;
  disabled: boolean;
  onChange: (value: Value) => void;
}

function useOptions(setting: Setting) {
  const { t } = useTranslation();
  const grids = useGridOptions();
  const methods = useMethodOptions();
  const templates = useTemplateOptions();
  return useMemo(() => {
    if (setting.type === "bool") return [{ value: "true", label: t("app:word.yes") }, { value: "false", label: t("app:word.no") }];
    if (setting.type === "term") return termOptions(setting.value as string | null);
    if (setting.type === "reference") return setting.name === "document_template" ? templates : setting.name.includes("grid") ? grids : methods;
    if (setting.type === "choice") return setting.choices.map((value) => ({ value, label: t(`company:choice.${value}`) }));
    return undefined;
  }, [setting, t, grids, methods, templates]);
}

function SettingInput({ setting, value, error, disabled, onChange }: InputProps) {
  const { t } = useTranslation();
  const options = useOptions(setting);
  const named = (one: Value | undefined) => (one === null || one === undefined ? "–" : setting.type === "term" ? termLabel(String(one)) : (options?.find((o) => o.value === String(one))?.label ?? String(one)));
  const byDefault = t("form:default_with", { value: named(setting.default), level: t("company:level.default") });
  const common = { label: setting.label, error, disabled, name: setting.name };
  if (options) {
    return (
      <Select {...common} allowDeselect={false} value={value === null ? "" : String(value)} data={[{ value: "", label: byDefault }, ...options]} searchable={options.length > 8}
        onChange={(next) => onChange(!next ? null : setting.type === "bool" ? next === "true" : next)} />
    );
  }
  const placeholder = named(setting.default);
  const note = <Group gap={4}><Text span fz="xs" c="dimmed">{byDefault}</Text></Group>;
  if (setting.type === "int") return <NumberInput {...common} description={note} hideControls value={(value as number | null) ?? ""} placeholder={placeholder} onChange={(next) => onChange(next === "" ? null : Number(next))} />;
  return <TextInput {...common} description={note} value={(value as string | null) ?? ""} placeholder={placeholder} onChange={(event) => onChange(event.currentTarget.value || null)} />;
}
