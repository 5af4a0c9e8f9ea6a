/** Subject and text of each sort of e-mail, in French and English; a variable is put in by pressing it. */
import { Badge, Button, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { SORTS } from "./words";

type Template = Schemas["TemplateOut"];
type Language = Template["language"];

export default function TemplatesPage() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [sort, setSort] = useState<string>("invoice");
  const [language, setLanguage] = useState<Language>(i18n.language === "en" ? "en" : "fr");
  const query = useQuery({
    queryKey: [api.company, "mail-templates"], meta: { kinds: ["mail_templates"] },
    queryFn: ({ signal }) => api.get("/{company}/mail-templates", {}, undefined, signal),
  });
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const shown = query.data.items.find((one) => one.sort === sort && one.language === language)!;
  return (
    <>
      <PageHead title={t("app:page.mail_templates")} />
      <div className={classes.page}>
        <section className={classes.section}>
          <Group align="flex-end" mb="md">
            <Select label={t("mailing:field.sort")} value={sort} allowDeselect={false} onChange={(value) => setSort(value!)} data={SORTS.map((value) => ({ value, label: `${t(`mailing:sort.${value}`)}${query.data.items.some((one) => one.sort === value && one.own) ? " *" : ""}` }))} />
            <SegmentedControl aria-label={t("mailing:language")} value={language} onChange={(value) => setLanguage(value as Language)} data={[{ value: "fr", label: t("mailing:fr") }, { value: "en", label: t("mailing:en") }]} />
          </Group>
          <Editor key={`${shown.id}-${query.data.version}`} template={shown} version={query.data.version} />
        </section>
      </div>
    </>
  );
}

function Editor({ template, version }: { template: Template; version: number }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("tenancy:write");
  const [subject, setSubject] = useState(template.subject);
  const [text, setText] = useState(template.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const { submit, busy, errors, banner } = useSubmit(async (asked: { subject: string; text: string }) => {
    const saved = await api.send("put", "/{company}/mail-templates", {}, { sort: template.sort, language: template.language, ...asked }, { version });
    queries.setQueryData([api.company, "mail-templates"], saved);
    done(t(asked.text ? "mailing:template_saved" : "mailing:template_given"));
  });
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? text.length;
    setText(`${text.slice(0, at)}$${name}${text.slice(area.current?.selectionEnd ?? at)}`);
    area.current?.focus();
  };
  const refusal = banner(["subject", "text"]);
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit({ subject, text }); }}>
      <Stack>
        {refusal && <ProblemBanner problem={refusal} />}
        <TextInput label={t("mailing:field.subject")} value={subject} maxLength={200} disabled={!writable} onChange={(event) => setSubject(event.currentTarget.value)} error={errors["subject"]} />
        <Textarea ref={area} label={t("mailing:field.text")} value={text} autosize minRows={10} maxLength={10_000} disabled={!writable} onChange={(event) => setText(event.currentTarget.value)} error={errors["text"]} />
        <div>
          <Text fz="sm" c="dimmed" mb={6}>{t("mailing:variables")}</Text>
          <Group gap={6}>{template.variables.map((name) => <Button key={name} size="compact-sm" variant="default" disabled={!writable} title={`$${name}`} onClick={() => insert(name)}>{t(`mailing:variable.${name}`)}</Button>)}</Group>
        </div>
        {writable && (
          <Group justify="flex-end">
            {template.own && <><Badge variant="light">{t("mailing:own")}</Badge><Button variant="default" h={44} disabled={busy} onClick={() => void submit({ subject: "", text: "" })}>{t("mailing:give_back")}</Button></>}
            <MainAction type="submit" loading={busy} disabled={subject === template.subject && text === template.text}>{t("form:save")}</MainAction>
          </Group>
        )}
      </Stack>
    </form>
  );
}
