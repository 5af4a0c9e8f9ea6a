/** Short words at the bottom: what was done (with a way back), or what could not be. */
import { Button, Group, Text } from "@mantine/core";
import type { NotificationData } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import i18next from "i18next";
import { asProblem } from "@/api/problem";
import { onDemand } from "./onDemand";

export const toaster = onDemand(() => import("./Toaster"));

async function show(data: NotificationData): Promise<void> {
  toaster.want();
  (await import("@mantine/notifications")).notifications.show(data);
}

async function hide(id: string): Promise<void> {
  (await import("@mantine/notifications")).notifications.hide(id);
}

interface Done {
  /** puts things back as they were; offered for eight seconds */
  undo?: () => Promise<unknown> | void;
}

export function done(message: string, { undo }: Done = {}): void {
  const id = crypto.getRandomValues(new Uint32Array(1)).join();
  const back = async () => {
    void hide(id);
    try {
      await undo?.();
    } catch (error) {
      failed(error);
    }
  };
  void show({
    id, withBorder: true, color: "green", icon: <IconCheck size={16} />, autoClose: undo ? 8000 : 4000,
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
  void show({
    withBorder: true, color: "red", icon: <IconAlertTriangle size={16} />, title: problem.title, message: problem.message, autoClose: 12_000,
    closeButtonProps: { "aria-label": i18next.t("app:action.close") },
  });
}
