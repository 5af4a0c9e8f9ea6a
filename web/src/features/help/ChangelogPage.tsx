import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { Releases } from "./changelog";

/** What changed for the user, version by version. */
export default function ChangelogPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("app:changelog.title")} />
      <div className={classes.page}>
        <Text c="dimmed" mb="lg">{t("app:changelog.intro")}</Text>
        <Releases />
      </div>
    </>
  );
}
