/** The pages before a company: one column, one thing to do. */
import { Anchor, Box, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useTitle } from "@/lib/title";
import { chooseLanguage, type Language } from "@/i18n";

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
      <Stack component="main" maw={wide ? 760 : 440} mx="auto" px="md" py={{ base: 24, sm: 56 }} gap="lg">
        <Group justify="space-between">
          <Group gap={10}>
            <img src="/favicon.svg" width={30} height={30} alt="" />
            <Text fw={650} fz="lg">Caveau</Text>
          </Group>
          <SegmentedControl size="xs" value={i18n.language} aria-label={t("app:shell.language")} onChange={(value) => void chooseLanguage(value as Language)}
            data={[{ value: "fr", label: "FR" }, { value: "en", label: "EN" }]} />
        </Group>
        <Paper withBorder p={{ base: "md", sm: "xl" }} radius="md">
          <Title order={1} fz="xl" mb={lead ? 4 : "md"}>{title}</Title>
          {lead && <Text c="dimmed" fz="sm" mb="md">{lead}</Text>}
          {children}
        </Paper>
        {foot && <Text fz="sm" ta="center" c="dimmed" component="div">{foot}</Text>}
      </Stack>
    </Box>
  );
}

export { Anchor };
