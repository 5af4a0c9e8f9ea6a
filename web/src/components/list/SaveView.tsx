/** The name of a view, and whether the whole company sees it. */
import { Button, Group, Modal, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemBanner } from "@/components/states";
import { useSubmit } from "@/lib/useSubmit";

interface Props {
  title: string;
  name: string;
  /** offers to share */
  share?: boolean;
  onSave: (name: string, shared: boolean) => Promise<unknown>;
  onClose: () => void;
}

export default function SaveView({ title, name: given, share, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(given);
  const [shared, setShared] = useState(false);
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await onSave(name, shared);
    onClose();
  });
  const refusal = banner(["name"]);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); void submit(); }}>
        {refusal && <ProblemBanner problem={refusal} />}
        <TextInput label={t("list:view_name")} value={name} maxLength={60} required data-autofocus error={errors["name"]} onChange={(event) => setName(event.currentTarget.value)} />
        {share && <Switch mt="md" label={t("list:view_share")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>{t("form:cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!name.trim()}>{t("form:save")}</Button>
        </Group>
      </form>
    </Modal>
  );
}
