/** The releases as users read them, newest first, and which one is running. */
import { Badge, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { personApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ErrorState } from "@/components/states";
import { date } from "@/lib/format";
import { french } from "@/lib/typography";

export function Releases() {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "fr";
  const told = useQuery<Schemas["ChangelogOut"]>({ queryKey: ["changelog"], staleTime: 300_000, queryFn: ({ signal }) => personApi.get("/changelog", {}, undefined, signal) });
  if (told.isError && !told.data) return <ErrorState problem={asProblem(told.error)} retry={() => void told.refetch()} />;
  if (!told.data) return <Skeleton h={160} aria-busy="true" />;
  return (
    <Stack gap="lg" maw={720}>
      {told.data.items.map((release) => (
        <section key={release.version} data-release={release.version}>
          <Title order={2} fz="md" mb="xs" style={{ display: "flex", alignItems: "center", gap: 8 }}>
            {release.version} <Text span c="dimmed" fw={400} fz="sm">{date(release.on)}</Text>
            {release.version === told.data.running && <Badge variant="light" color="green" tt="none" fw={550}>{t("app:changelog.running")}</Badge>}
          </Title>
          <List spacing={6}>{release[language].map((line) => <List.Item key={line}>{french(line)}</List.Item>)}</List>
        </section>
      ))}
    </Stack>
  );
}
