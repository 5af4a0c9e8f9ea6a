/** Where a customer pays: what is due, to whom, then Stripe's page; back from it, thanks. Nobody is signed in here. */
import "@/i18n/late/cards";
import { Alert, Box, Group, Loader, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconClockPause } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { MainAction } from "@/components/MainAction";
import { chooseLanguage, type Language } from "@/i18n";
import { money } from "@/lib/format";
import { useTitle } from "@/lib/title";

type Page = Schemas["PayPageOut"];
const SOON = 3_000;
const PATIENT = 20;

export default function PayPage() {
  const { document: id = "" } = useParams();
  const [search] = useSearchParams();
  const { t, i18n } = useTranslation();
  const api = useApi();
  const token = search.get("token") ?? "";
  const back = search.has("paid");
  const query = useQuery({
    queryKey: [api.company, "pay", id, token],
    queryFn: ({ signal }) => api.get("/{company}/payment-links/{id}", { id }, { token }, signal),
    refetchOnWindowFocus: "always",
    refetchInterval: (asked) => (back && asked.state.data?.state === "due" && asked.state.dataUpdateCount < PATIENT ? SOON : false),
  });
  const page = query.data;
  useTitle(page ? t(`cards:pay.title.${page.kind}`, { number: page.number }) : t("cards:pay.heading"));
  const [chosen, choose] = useState(false);
  useEffect(() => {
    if (page && !chosen && page.language !== i18n.language) void chooseLanguage(page.language);
  }, [page, chosen, i18n]);
  const problem = query.isError ? asProblem(query.error) : null;
  return (
    <Box mih="100dvh" bg="var(--c-panel)" style={{ borderTop: `4px solid ${page?.accent ?? "var(--c-accent)"}` }}>
      <Stack component="main" maw={480} mx="auto" px="md" py={{ base: 24, sm: 56 }} gap="lg">
        <Group justify="space-between" wrap="nowrap" mih={48}>
          {page && <Seller page={page} />}
          <SegmentedControl size="sm" ml="auto" value={i18n.language} aria-label={t("app:shell.language")} data={[{ value: "fr", label: "FR" }, { value: "en", label: "EN" }]}
            onChange={(value) => { choose(true); void chooseLanguage(value as Language); }} />
        </Group>
        <Paper withBorder p={{ base: "lg", sm: "xl" }} radius="md">
          {!page && !problem && <Loader aria-label={t("app:state.loading")} />}
          {problem && <Said title={t(problem.status === 404 ? "cards:pay.unknown" : "cards:pay.trouble")}>{problem.status === 404 ? t("cards:pay.unknown_hint") : problem.message}</Said>}
          {page && <Due page={page} back={back} />}
        </Paper>
        {page?.contact && <Text fz="sm" c="dimmed" ta="center">{t("cards:pay.question", { seller: page.seller, contact: page.contact })}</Text>}
      </Stack>
    </Box>
  );
}

function Seller({ page }: { page: Page }) {
  return page.logo
    ? <img src={page.logo} alt={page.seller} style={{ maxHeight: 56, maxWidth: 240, objectFit: "contain" }} />
    : <Text fw={650} fz="xl" lts="-.01em" style={{ overflowWrap: "anywhere" }}>{page.seller}</Text>;
}

function Due({ page, back }: { page: Page; back: boolean }) {
  const { t } = useTranslation();
  const what = t(`cards:pay.title.${page.kind}`, { number: page.number });
  if (page.state === "paid") return <Said done title={t(back ? "cards:pay.thanks" : "cards:pay.paid")}>{t(back ? "cards:pay.thanks_hint" : "cards:pay.paid_hint", { what, seller: page.seller })}</Said>;
  if (page.state === "closed") return <Said title={t("cards:pay.closed", { what })}>{t("cards:pay.closed_hint", { seller: page.seller })}</Said>;
  if (back) return <Said title={t("cards:pay.thanks")} busy>{t("cards:pay.waiting")}</Said>;
  return (
    <Stack gap="xs">
      <Title order={1} fz="md" fw={500} c="dimmed">{what}</Title>
      <Text fz="sm">{t("cards:pay.to", { seller: page.seller })}</Text>
      <Text fz={36} fw={650} lh={1.2} className="num" data-due>{money(page.amount, page.currency)}</Text>
      {page.amount < page.whole && <Text fz="sm" c="dimmed">{t("cards:pay.of", { whole: money(page.whole, page.currency) })}</Text>}
      {page.state === "silent"
        ? <Alert mt="md" color="amber" icon={<IconClockPause size={18} />} title={t("cards:pay.silent")}>{t("cards:pay.silent_hint")}</Alert>
        : <MainAction component="a" href={page.url} mt="md" color={page.accent} fullWidth>{t("cards:pay.button", { amount: money(page.amount, page.currency) })}</MainAction>}
      {page.kind !== "invoice" && page.state === "due" && <Text fz="xs" c="dimmed" mt="xs">{t("cards:pay.beforehand")}</Text>}
      {page.state === "due" && <Text fz="xs" c="dimmed" mt="xs">{t("cards:pay.safe")}</Text>}
    </Stack>
  );
}

function Said({ title, done, busy, children }: { title: string; done?: boolean; busy?: boolean; children: ReactNode }) {
  return (
    <Stack gap="xs" role="status">
      {done && <IconCircleCheck size={44} color="var(--mantine-color-green-7)" aria-hidden />}
      {busy && <Loader size="sm" />}
      <Title order={1} fz="xl">{title}</Title>
      <Text fz="sm" c="dimmed">{children}</Text>
    </Stack>
  );
}
