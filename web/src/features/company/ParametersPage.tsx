import { Anchor, Group, SimpleGrid, Text, ThemeIcon } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { PAGES } from "@/app/pages";
import { useCan } from "@/app/session";
import classes from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";

/** The short lists that the rest refers to, in one place. */
export default function ParametersPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const pages = PAGES.filter((page) => (page.parameters || page.path === "grids") && can(page.scope));
  return (
    <>
      <PageHead title={t("app:page.parameters")} />
      <div className={classes.page}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
          {pages.map((page) => {
            const Symbol = page.icon!;
            return (
              <Anchor key={page.path} component={Link} to={`/c/${company}/${page.path}`} className={classes.panel} c="inherit" underline="never">
                <Group gap="sm" wrap="nowrap" align="flex-start">
                  <ThemeIcon variant="light" size={40} radius="md" aria-hidden><Symbol size={22} stroke={1.6} /></ThemeIcon>
                  <div><Text fw={600}>{t(page.title!)}</Text><Text fz="sm" c="dimmed">{t(`app:parameter.${page.path}`)}</Text></div>
                </Group>
              </Anchor>
            );
          })}
        </SimpleGrid>
      </div>
    </>
  );
}
