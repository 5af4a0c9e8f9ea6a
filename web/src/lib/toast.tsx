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

/** Something that takes a while: one toast says how far it is, until `end`. */
export function ongoing(message: string): { say: (message: string) => void; end: () => void } {
  const id = crypto.getRandomValues(new Uint32Array(1)).join();
  const told = (text: string): NotificationData & { id: string } => ({
    id, withBorder: true, loading: true, autoClose: false, closeButtonProps: { "aria-label": i18next.t("app:action.close") }, message: text,
  });
  void show(told(message));
  return {
    say: (text) => void import("@mantine/notifications").then(({ notifications }) => notifications.update(told(text))),
    end: () => void hide(id),
  };
}

/** The reference to give to support; a click copies it. */
function Copied({ text }: { text: string }) {
  return <Button size="compact-xs" variant="subtle" mt={4} onClick={() => void navigator.clipboard.writeText(text)}>{i18next.t("app:state.reference")} {text}</Button>;
}

export function failed(error: unknown): void {
  const problem = asProblem(error);
  void show({
    withBorder: true, color: "red", icon: <IconAlertTriangle size={16} />, title: problem.title, autoClose: 12_000,
    message: <>{problem.message}{problem.status >= 500 && problem.reference && <Copied text={problem.reference} />}</>,
    closeButtonProps: { "aria-label": i18next.t("app:action.close") },
  });
}

/** Some of many things could not be done: each with its reason, the first ones at least. */
export function refused(title: string, reasons: string[]): void {
  const shown = reasons.slice(0, 4);
  void show({
    withBorder: true, color: "red", icon: <IconAlertTriangle size={16} />, title, autoClose: 20_000, closeButtonProps: { "aria-label": i18next.t("app:action.close") },
    message: <>{shown.map((reason) => <Text key={reason} fz="sm">{reason}</Text>)}{reasons.length > shown.length && <Text fz="sm">+ {reasons.length - shown.length}</Text>}</>,
  });
}
