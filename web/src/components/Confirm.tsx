/** "Really?", for what cannot be undone; says what will happen. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { failed } from "@/lib/toast";

interface Props {
  opened: boolean;
  title: string;
  children: ReactNode;
  action: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  danger?: boolean;
}

export function Confirm({ opened, title, children, action, onConfirm, onClose, danger = true }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Text fz="sm" component="div" mb="lg">{children}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>{t("app:action.cancel")}</Button>
        <Button {...(danger ? { color: "red" } : {})} loading={busy} onClick={() => void go()}>{action}</Button>
      </Group>
    </Modal>
  );
}
