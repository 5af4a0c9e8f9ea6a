import { List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { date } from "@/lib/format";
import { RELEASES } from "./releases";

/** What changed for the user, version by version. */
export default function ChangelogPage() {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "fr";
  return (
    <>
      <PageHead title={t("app:changelog.title")} />
      <div className={classes.page}>
        <Text c="dimmed" mb="lg">{t("app:changelog.intro")}</Text>
        <Stack gap="lg" maw={720}>
          {RELEASES.map((release) => (
            <section key={release.version}>
              <Title order={2} fz="md">{release.version} <Text span c="dimmed" fw={400}>· {date(release.on)}</Text></Title>
              <List mt="xs" spacing={4}>{release[language].map((line) => <List.Item key={line}>{line}</List.Item>)}</List>
            </section>
          ))}
        </Stack>
      </div>
    </>
  );
}
