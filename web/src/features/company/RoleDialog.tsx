import "@/i18n/late/users";
import { Button, Group, Modal, ScrollArea, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { ScopePicker } from "./ScopePicker";

interface Props {
  role: Schemas["RoleOut"] | null;
  all: Schemas["RolesOut"];
  writable: boolean;
  onClose: () => void;
  onDone: () => unknown;
}

/** A role of the company's own: its name and its rights. The given ones are shown, not changed. */
export function RoleDialog({ role, all, writable, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [name, setName] = useState(role?.name ?? "");
  const [scopes, setScopes] = useState<string[]>(role?.scopes ?? []);
  const fixed = !writable || !!role?.given;
  const { submit, busy, problem, errors } = useSubmit(async () => {
    const options = all.version ? { version: all.version } : {};
    if (role) await api.send("put", "/{company}/roles/{role}", { role: role.id }, { name, scopes }, options);
    else await api.send("post", "/{company}/roles", {}, { name, scopes }, options);
    done(t("form:saved"));
    onDone();
    onClose();
  });
  const drop = useSubmit(async () => {
    await api.send("delete", "/{company}/roles/{role}", { role: role!.id });
    done(t("users:role_dropped"));
    onDone();
    onClose();
  });
  const refusal = problem ?? drop.problem;
  return (
    <Modal opened onClose={onClose} size="lg" title={role?.name ?? t("users:new_role")} closeButtonProps={{ "aria-label": t("app:action.close") }} scrollAreaComponent={ScrollArea.Autosize}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          {!fixed && <TextInput data-autofocus label={t("users:field.role_name")} value={name} onChange={(e) => setName(e.currentTarget.value)} error={errors["name"]} />}
          <ScopePicker all={all.scopes} value={scopes} onChange={setScopes} disabled={fixed} />
          {!fixed && (
            <Group justify="space-between">
              {role ? <Button color="red" variant="subtle" loading={drop.busy} onClick={() => void drop.submit()}>{t("app:action.delete")}</Button> : <span />}
              <Button type="submit" loading={busy} disabled={!name.trim() || !scopes.length}>{t("form:save")}</Button>
            </Group>
          )}
        </Stack>
      </form>
    </Modal>
  );
}
