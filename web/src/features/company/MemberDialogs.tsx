import "@/i18n/late/account";
import "@/i18n/late/users";
import { Button, Group, Modal, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

interface Shared {
  roles: Schemas["RoleOut"][];
  onClose: () => void;
  onDone: () => unknown;
}

function RoleFields({ roles, role, onlyOwn, onRole, onOwn, error }: { roles: Schemas["RoleOut"][]; role: string; onlyOwn: boolean; onRole: (role: string) => void; onOwn: (own: boolean) => void; error?: string | undefined }) {
  const { t } = useTranslation();
  const forced = roles.find((one) => one.id === role)?.own_only ?? false;
  return (
    <>
      <Select label={t("users:field.role")} allowDeselect={false} value={role} onChange={(v) => v && onRole(v)} data={roles.map((one) => ({ value: one.id, label: one.name }))} error={error} />
      <Switch label={t("users:only_own")} description={t("users:only_own_hint")} checked={onlyOwn || forced} disabled={forced} onChange={(e) => onOwn(e.currentTarget.checked)} />
    </>
  );
}

/** Ask an address to join, with a role. */
export function InviteDialog({ roles, onClose, onDone }: Shared) {
  const { t } = useTranslation();
  const api = useApi();
  const [form, setForm] = useState({ email: "", role: "office", only_own: false });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await api.send("post", "/{company}/invitations", {}, form);
    done(t("users:invited", { email: form.email }));
    onDone();
    onClose();
  });
  const refusal = banner(["email", "role"]);
  return (
    <Modal opened onClose={onClose} title={t("users:invite")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <TextInput data-autofocus type="email" label={t("account:field.email")} value={form.email} onChange={(e) => setForm({ ...form, email: e.currentTarget.value })} error={errors["email"]} />
          <RoleFields roles={roles} role={form.role} onlyOwn={form.only_own} onRole={(role) => setForm({ ...form, role })} onOwn={(only_own) => setForm({ ...form, only_own })} error={errors["role"]} />
          <Group justify="flex-end"><Button type="submit" loading={busy}>{t("users:send_invitation")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Another role for a member. */
export function MemberDialog({ member, roles, onClose, onDone }: Shared & { member: Schemas["MemberOut"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form, setForm] = useState({ role: member.role, only_own: member.only_own });
  const { submit, busy, problem } = useSubmit(async () => {
    await api.send("put", "/{company}/members/{member}", { member: member.id }, form, { version: member.version });
    done(t("form:saved"));
    onDone();
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={member.name} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          {problem && <ProblemBanner problem={problem} />}
          <RoleFields roles={roles} role={form.role} onlyOwn={form.only_own} onRole={(role) => setForm({ ...form, role })} onOwn={(only_own) => setForm({ ...form, only_own })} />
          <Group justify="flex-end"><Button type="submit" loading={busy}>{t("form:save")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
