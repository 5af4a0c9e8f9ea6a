/** The contract with the postal provider: who we are there, how letters are printed, what they cost. */
import "@/i18n/late/posts";
import { Alert, Group, NumberInput, PasswordInput, SimpleGrid, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
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

type Postal = Schemas["PostalOut"];
const SWITCHES = ["colour", "duplex", "fast", "sandbox"] as const;
const PRICES = ["letter_price", "page_price"] as const;

export default function PostalPage() {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({ queryKey: [api.company, "postal"], queryFn: ({ signal }) => api.get("/{company}/postal", {}, undefined, signal) });
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <>
      <PageHead title={t("app:page.postal")} />
      <div className={classes.page}><Contract key={query.data.version} kept={query.data} /></div>
    </>
  );
}

function Contract({ kept }: { kept: Postal }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const allowed = useCan()("tenancy:write");
  const { version, has_secrets: known, ...given } = kept;
  const [form, setForm] = useState({ ...given, client_secret: "", password: "" });
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    queries.setQueryData([api.company, "postal"], await api.send("put", "/{company}/postal", {}, form, { version }));
    done(t("posts:saved"));
  });
  const refusal = banner(["client_id", "password"]);
  const secret = known ? t("posts:secret_kept") : undefined;
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack maw={760} gap="lg">
        <Text>{t("posts:intro")}</Text>
        <Switch label={t("posts:enabled")} checked={form.enabled} disabled={!allowed} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t("posts:client_id")} value={form.client_id} maxLength={200} disabled={!allowed} error={errors.client_id} onChange={(event) => set({ client_id: event.currentTarget.value })} />
          <PasswordInput label={t("posts:client_secret")} placeholder={secret} value={form.client_secret} maxLength={500} disabled={!allowed} autoComplete="off" visibilityToggleButtonProps={{ "aria-label": t("posts:show") }} onChange={(event) => set({ client_secret: event.currentTarget.value })} />
          <TextInput label={t("posts:login")} value={form.login} maxLength={200} disabled={!allowed} autoComplete="off" onChange={(event) => set({ login: event.currentTarget.value })} />
          <PasswordInput label={t("posts:password")} placeholder={secret} value={form.password} maxLength={500} disabled={!allowed} autoComplete="new-password" error={errors.password} visibilityToggleButtonProps={{ "aria-label": t("posts:show") }} onChange={(event) => set({ password: event.currentTarget.value })} />
        </SimpleGrid>
        <div>
          <Title order={2} className={classes.sectionTitle}>{t("posts:options")}</Title>
          <Stack gap="xs" mt="xs">{SWITCHES.map((name) => <Switch key={name} label={t(`posts:${name}`)} checked={form[name]} disabled={!allowed} onChange={(event) => set({ [name]: event.currentTarget.checked })} />)}</Stack>
        </div>
        <div>
          <Title order={2} className={classes.sectionTitle}>{t("posts:prices")}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
            {PRICES.map((name) => <NumberInput key={name} label={t(`posts:${name}`)} value={form[name] / 100} min={0} max={1000} decimalScale={2} fixedDecimalScale decimalSeparator={i18n.language === "fr" ? "," : "."} suffix=" €" disabled={!allowed} onChange={(value) => set({ [name]: Math.round(Number(value || 0) * 100) })} />)}
          </SimpleGrid>
          <Alert mt="sm" color="gray" icon={<IconInfoCircle size={18} />}>{t("posts:prices_hint")}</Alert>
        </div>
        {refusal && <ProblemBanner problem={refusal} />}
        {allowed && <Group><MainAction type="submit" loading={busy}>{t("form:save")}</MainAction></Group>}
      </Stack>
    </form>
  );
}
