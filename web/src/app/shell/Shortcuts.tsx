/** The keys, on a sheet. */
import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure, useWindowEvent } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { PAGES } from "../pages";
import { useCan } from "../session";
import { SHEET } from "./parts";

const KEYS: [string[], string][] = [
  [["Ctrl", "K"], "app:keys.palette"], [["/"], "app:keys.search"], [["N"], "app:keys.new"], [["J"], "app:keys.down"],
  [["K"], "app:keys.up"], [["Enter"], "app:keys.open"], [["X"], "app:keys.select"], [["Ctrl", "S"], "app:keys.save"],
  [["Ctrl", "Enter"], "app:keys.main"], [["Esc"], "app:keys.back"], [["?"], "app:keys.sheet"],
];

export default function Shortcuts() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(true);
  useWindowEvent(SHEET, open);
  const can = useCan();
  return (
    <Modal opened={opened} onClose={close} title={t("app:keys.title")} size="md" closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack gap={10}>
        {KEYS.map(([keys, label]) => <Row key={label} keys={keys} label={t(label)} />)}
        {PAGES.filter((p) => p.go && can(p.scope)).map((p) => (
          <Row key={p.go} keys={["G", p.go!.toUpperCase()]} label={t("app:keys.go", { page: t(p.title!) })} />
        ))}
      </Stack>
    </Modal>
  );
}

function Row({ keys, label }: { keys: string[]; label: string }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text fz="sm">{label}</Text>
      <Group gap={4} wrap="nowrap">{keys.map((key) => <Kbd key={key}>{key}</Kbd>)}</Group>
    </Group>
  );
}
