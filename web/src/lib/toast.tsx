/** Short words at the bottom: what was done (with a way back), or what could not be. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import i18next from "i18next";
import { asProblem } from "@/api/problem";

interface Done {
  /** puts things back as they were; offered for eight seconds */
  undo?: () => Promise<unknown> | void;
}

export function done(message: string, { undo }: Done = {}): void {
  const id = crypto.getRandomValues(new Uint32Array(1)).join();
  const back = async () => {
    notifications.hide(id);
    try {
      await undo?.();
    } catch (error) {
      failed(error);
    }
  };
  notifications.show({
    id, color: "green", icon: <IconCheck size={16} />, autoClose: undo ? 8000 : 4000,
    closeButtonProps: { "aria-label": i18next.t("app:action.close") },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text fz="sm">{message}</Text>
        {undo && <Button size="compact-sm" variant="subtle" onClick={() => void back()}>{i18next.t("app:action.undo")}</Button>}
      </Group>
    ),
  });
}

export function failed(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({
    color: "red", icon: <IconAlertTriangle size={16} />, title: problem.title, message: problem.message, autoClose: 12_000,
    closeButtonProps: { "aria-label": i18next.t("app:action.close") },
  });
}
