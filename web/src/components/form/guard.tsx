/** Nothing typed is lost by accident: leaving a changed form asks first, inside the application and out of it. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

interface Props {
  dirty: boolean;
  /** saves, then leaves; no such button when left out */
  onSave?: () => Promise<unknown>;
  /** told when one leaves without keeping what was typed */
  onLeave?: () => void;
}

/** The page, or the record open beside a list. */
function placeOf({ pathname, search }: { pathname: string; search: string }): string {
  return `${pathname} ${new URLSearchParams(search).get("open") ?? ""}`;
}

export function Guard({ dirty, onSave, onLeave }: Props) {
  const { t } = useTranslation();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && placeOf(currentLocation) !== placeOf(nextLocation));
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  const stay = () => blocker.state === "blocked" && blocker.reset();
  const leave = () => blocker.state === "blocked" && blocker.proceed();
  const give = () => {
    onLeave?.();
    leave();
  };
  const save = async () => ((await onSave?.()) ? leave() : stay());
  return (
    <Modal opened={blocker.state === "blocked"} onClose={stay} title={t("form:unsaved_title")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Text fz="sm" mb="lg">{t("form:unsaved")}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="red" onClick={give}>{t("form:leave")}</Button>
        <Button variant="default" onClick={stay} data-autofocus>{t("form:stay")}</Button>
        {onSave && <Button onClick={() => void save()}>{t("form:save_and_leave")}</Button>}
      </Group>
    </Modal>
  );
}
