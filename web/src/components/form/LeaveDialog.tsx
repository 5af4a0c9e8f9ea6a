/** Asked when one leaves with something unsaved. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  onStay: () => void;
  onLeave: () => void;
  onSave?: (() => void) | undefined;
}

export function LeaveDialog({ onStay, onLeave, onSave }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onStay} title={t("form:unsaved_title")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Text fz="sm" mb="lg">{t("form:unsaved")}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="red" h={44} onClick={onLeave}>{t("form:leave")}</Button>
        <Button variant="default" h={44} onClick={onStay} data-autofocus>{t("form:stay")}</Button>
        {onSave && <Button h={44} onClick={onSave}>{t("form:save_and_leave")}</Button>}
      </Group>
    </Modal>
  );
}
