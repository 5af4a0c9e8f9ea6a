/**
 * Opened without network: nothing of the company is kept on the device, so it says so and goes on by itself later.
 * It must not ask who is there (useMe, useTitle): a question without answer is what brought it here.
 */
import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

export function OfflinePage({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  useWindowEvent("online", () => window.location.reload()); // nothing was typed here; the page's code may be missing too
  return (
    <Center component="main" mih="100dvh" p="lg" bg="var(--c-panel)">
      <Stack align="center" gap="md" maw={420} ta="center">
        <img src="/favicon.svg" width={56} height={56} alt="" />
        <Title order={1} fz="xl">{t("app:offline.title")}</Title>
        <Text c="dimmed" role="status">{t("app:offline.lead")}</Text>
        <Button h={44} onClick={retry} data-main-action>{t("app:action.retry")}</Button>
      </Stack>
    </Center>
  );
}
