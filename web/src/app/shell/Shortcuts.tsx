/** The keys, on a sheet. */
import { Group, Kbd, Modal, Stack, Text, Title } from "@mantine/core";
import { useDisclosure, useWindowEvent } from "@mantine/hooks";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { PAGES } from "../pages";
import { useCan } from "../session";
import { SHEET } from "./parts";

/** Every key there is; tests/web/test_frame.py presses them. */
const KEYS: Record<string, [string[], string][]> = {
  everywhere: [[["Ctrl", "K"], "palette"], [["N"], "new"], [["Esc"], "back"], [["?"], "sheet"]],
  list: [[["/"], "search"], [["↓", "J"], "down"], [["↑", "K"], "up"], [["Enter"], "open"], [["X"], "select"], [["Shift", "X"], "select_range"]],
  record: [[["E"], "edit"], [["Ctrl", "S"], "save"], [["Ctrl", "Enter"], "main"]],
  lines: [[["Enter"], "next_line"], [["↑", "↓"], "line_move"], [["Alt", "↑"], "line_up"], [["Alt", "↓"], "line_down"], [["Alt", "Del"], "line_remove"], [["Alt", "Enter"], "line_more"], [["Ctrl", "V"], "line_paste"]],
};

export default function Shortcuts() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(true);
  useWindowEvent(SHEET, open);
  const can = useCan();
  return (
    <Modal opened={opened} onClose={close} title={t("app:keys.title")} size="md" closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack gap={10}>
        {Object.entries(KEYS).map(([group, rows]) => (
          <Fragment key={group}>
            <Title order={3} fz="sm" c="dimmed" mt={6}>{t(`app:keys.group.${group}`)}</Title>
            {rows.map(([keys, name]) => <Row key={name} keys={keys} label={t(`app:keys.${name}`)} />)}
          </Fragment>
        ))}
        <Title order={3} fz="sm" c="dimmed" mt={6}>{t("app:keys.group.go")}</Title>
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
