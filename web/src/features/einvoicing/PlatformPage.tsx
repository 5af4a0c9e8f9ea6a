/** The approved platform: which one, the keys it gave, whether invoices leave by it. */
import "@/i18n/late/account";
import "@/i18n/late/einvoicing";
import { Alert, PasswordInput, Group, Select, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { instant } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { problemText } from "./words";

type Platform = Schemas["PlatformOut"];

export default function PlatformPage() {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: [api.company, "platform"], meta: { kinds: ["einvoice_platform", "einvoice_followed"] },
    queryFn: ({ signal }) => api.get("/{company}/einvoicing", {}, undefined, signal),
  });
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const known = query.data;
  return (
    <>
      <PageHead title={t("app:page.platform")}><StatusBadge tone={known.enabled ? "green" : "gray"}>{t(known.enabled ? "einvoicing:platform.on" : "einvoicing:platform.off")}</StatusBadge></PageHead>
      <div className={classes.page}>
        {known.problem && <Alert color="amber" icon={<IconAlertTriangle size={18} />} mb="md">{problemText(known.problem, t)}</Alert>}
        <section className={classes.section}><Keys key={known.version} known={known} /></section>
        {known.enabled && (
          <section className={classes.section}>
            <Text fz="sm">{t(known.hooked ? "einvoicing:platform.hooked" : "einvoicing:platform.not_hooked")}</Text>
            {known.asked_at && <Text fz="sm" c="dimmed">{t("einvoicing:platform.last", { at: instant(known.asked_at) })}</Text>}
          </section>
        )}
      </div>
    </>
  );
}

function Keys({ known }: { known: Platform }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("tenancy:write");
  const [form, setForm] = useState({ place: known.place || known.places[0]!.code, client: known.client, secret: "", enabled: known.version ? known.enabled : true });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await api.send("put", "/{company}/einvoicing", {}, form, { version: known.version });
    done(t("einvoicing:platform.kept"));
    await queries.invalidateQueries({ queryKey: [api.company, "platform"] });
  });
  const refusal = banner(["place", "client", "secret"]);
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack maw={640}>
        {refusal && <ProblemBanner problem={refusal} />}
        <Title order={2} fz="lg">{t("einvoicing:platform.title")}</Title>
        <Text fz="sm" c="dimmed">{t("einvoicing:platform.hint")}</Text>
        <Select label={t("einvoicing:platform.place")} data={known.places.map((one) => ({ value: one.code, label: one.name }))} value={form.place} allowDeselect={false} disabled={!writable} onChange={(place) => setForm({ ...form, place: place! })} error={errors["place"]} />
        <TextInput label={t("einvoicing:platform.client")} autoComplete="off" disabled={!writable} value={form.client} onChange={(e) => setForm({ ...form, client: e.currentTarget.value.trim() })} error={errors["client"]} />
        <PasswordInput label={t("einvoicing:platform.secret")} description={known.secret_end ? t("einvoicing:platform.known_secret", { end: known.secret_end }) : undefined} autoComplete="off" disabled={!writable}
          value={form.secret} onChange={(e) => setForm({ ...form, secret: e.currentTarget.value.trim() })} error={errors["secret"]} visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
        <Switch label={t("einvoicing:platform.enabled")} checked={form.enabled} disabled={!writable} onChange={(e) => setForm({ ...form, enabled: e.currentTarget.checked })} />
        {writable && <Group justify="flex-end"><MainAction type="submit" loading={busy}>{t("einvoicing:platform.save")}</MainAction></Group>}
      </Stack>
    </form>
  );
}
