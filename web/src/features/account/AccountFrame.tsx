/** The pages before a company: one column, one thing to do, and always a way out. */
import "@/i18n/late/account";
import { Anchor, Box, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe, useSignOut } from "@/app/session";
import { useTitle } from "@/lib/title";
import { chooseLanguage, type Language } from "@/i18n";
import classes from "./account.module.css";

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  wide?: boolean;
}

export function AccountFrame({ title, lead, children, foot, wide }: Props) {
  const { t, i18n } = useTranslation();
  useTitle(title);
  return (
    <Box mih="100dvh" bg="var(--c-panel)" style={{ borderTop: "3px solid var(--c-accent)" }}>
      <Stack component="main" maw={wide ? 808 : 456} mx="auto" px="md" py={{ base: 24, sm: 56 }} gap="lg">
        <Group justify="space-between" wrap="nowrap">
          <Anchor component={Link} to="/" c="inherit" underline="never" style={{ display: "flex", alignItems: "center", gap: 12, minHeight: 44 }}>
            <img src="/favicon.svg" width={36} height={36} alt="" />
            <Text fw={650} fz="xl" lts="-.01em">Caveau</Text>
          </Anchor>
          <SegmentedControl size="sm" value={i18n.language} aria-label={t("app:shell.language")} onChange={(value) => void chooseLanguage(value as Language)}
            data={[{ value: "fr", label: "FR" }, { value: "en", label: "EN" }]} />
        </Group>
        <Paper withBorder p={{ base: "md", sm: "xl" }} radius="md">
          <Title order={1} fz="xl" mb={lead ? 4 : "md"}>{title}</Title>
          {lead && <Text c="dimmed" fz="sm" mb="md">{lead}</Text>}
          {children}
        </Paper>
        {foot && <Text fz="sm" ta="center" c="dimmed" component="div" className={classes.foot}>{foot}</Text>}
        <Person />
      </Stack>
    </Box>
  );
}

/** Who is signed in, and the way out: nobody is shut in a page that asks for something he has not. */
function Person() {
  const { t } = useTranslation();
  const me = useMe().data;
  const signOut = useSignOut();
  return (
    <Group justify="center" gap="md" fz="sm" c="dimmed" className={classes.foot!}>
      {me && <Text span fz="sm">{t("account:signed_in", { email: me.email })}</Text>}
      {me && <Anchor component="button" type="button" fz="sm" onClick={() => void signOut()}>{t("app:shell.sign_out")}</Anchor>}
      {!me && <Anchor component={Link} to="/changelog" fz="sm">{t("app:shell.whats_new")}</Anchor>}
    </Group>
  );
}

export { Anchor };
