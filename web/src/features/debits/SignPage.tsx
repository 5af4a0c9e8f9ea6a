/** Where a customer signs his mandate: who asks for it, then GoCardless's page; back from it, thanks. */
import "@/i18n/late/debits";
import { Box, Loader, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { apiFor } from "@/api/client";
import { asProblem } from "@/api/problem";
import { MainAction } from "@/components/MainAction";
import { useTitle } from "@/lib/title";

export default function SignPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const asked = { company: search.get("c") ?? "-", id: search.get("m") ?? "-", token: search.get("token") ?? "" };
  const back = search.has("signed");
  useTitle(t("debits:sign.heading"));
  const query = useQuery({
    queryKey: ["mandate", asked],
    queryFn: ({ signal }) => apiFor(asked.company).get("/{company}/mandates/{id}", { id: asked.id }, { token: asked.token }, signal),
    refetchInterval: (now) => (back && now.state.data?.state === "to_sign" && now.state.dataUpdateCount < 20 ? 3_000 : false),
  });
  const page = query.data;
  const problem = query.isError ? asProblem(query.error) : null;
  const state = page?.state === "to_sign" && back ? "signed" : page?.state;
  return (
    <Box mih="100dvh" bg="var(--c-panel)">
      <Stack component="main" maw={480} mx="auto" px="md" py={{ base: 24, sm: 56 }} gap="lg">
        {page && <Text fw={650} fz="xl" style={{ overflowWrap: "anywhere" }}>{page.seller}</Text>}
        <Paper withBorder p={{ base: "lg", sm: "xl" }} radius="md">
          {!page && !problem && <Loader aria-label={t("app:state.loading")} />}
          {problem && <Stack gap="xs" role="status"><Title order={1} fz="xl">{t("debits:sign.trouble")}</Title><Text fz="sm" c="dimmed">{problem.message}</Text></Stack>}
          {page && state && (
            <Stack gap="md" role="status">
              <Title order={1} fz="xl">{t(`debits:sign.${state}`)}</Title>
              <Text fz="sm">{t(`debits:sign.${state}_hint`, { seller: page.seller, customer: page.customer_name })}</Text>
              {state === "to_sign" && <MainAction component="a" href={page.url} fullWidth>{t("debits:sign.button")}</MainAction>}
            </Stack>
          )}
        </Paper>
      </Stack>
    </Box>
  );
}
