/** Who works here and what they may do: members, invitations in waiting, the company's own roles. */
import "@/i18n/late/users";
import { ActionIcon, Menu, Tabs } from "@mantine/core";
import { IconDots, IconPlus, IconUserPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan, useMe } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { LocalList } from "@/components/list/LocalList";
import listClasses from "@/components/list/list.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { later } from "@/lib/onDemand";
import { done, failed } from "@/lib/toast";

const Confirm = later(async () => (await import("@/components/Confirm")).Confirm);
const InviteDialog = later(async () => (await import("./MemberDialogs")).InviteDialog);
const MemberDialog = later(async () => (await import("./MemberDialogs")).MemberDialog);
const RoleDialog = later(async () => (await import("./RoleDialog")).RoleDialog);

type Member = Schemas["MemberOut"];
type Invitation = Schemas["InvitationOut"];
type Role = Schemas["RoleOut"];

export function useTeam() {
  const api = useApi();
  const ask = { refetchInterval: 10_000 };
  const members = useQuery({ queryKey: [api.company, "members"], queryFn: ({ signal }) => api.get("/{company}/members", {}, undefined, signal), meta: { kinds: ["member", "team"] }, ...ask });
  const invitations = useQuery({ queryKey: [api.company, "invitations"], queryFn: ({ signal }) => api.get("/{company}/invitations", {}, undefined, signal), meta: { kinds: ["invitation", "team"] }, ...ask });
  const roles = useQuery({ queryKey: [api.company, "roles"], queryFn: ({ signal }) => api.get("/{company}/roles", {}, undefined, signal), meta: { kinds: ["roles"] } });
  return { members, invitations, roles };
}

export default function UsersPage() {
  const { t } = useTranslation();
  const team = useTeam();
  const queries = useQueryClient();
  const api = useApi();
  const writable = useCan()("members:write");
  const me = useMe().data;
  const [tab, setTab] = useState<string | null>("members");
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<Member | null>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [role, setRole] = useState<Role | "new" | null>(null);
  const refresh = () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === api.company && ["members", "invitations", "roles", "access"].includes(String(queryKey[1])) });
  if (team.members.isError) return <ErrorState problem={asProblem(team.members.error)} retry={() => void team.members.refetch()} />;
  const roles = team.roles.data?.items ?? [];
  const roleName = (id: string) => roles.find((one) => one.id === id)?.name ?? id;
  const withdraw = async (one: Invitation) => {
    try {
      await api.send("delete", "/{company}/invitations/{invitation}", { invitation: one.id });
      await refresh();
      done(t("users:withdrawn"));
    } catch (error) {
      failed(error);
    }
  };
  const more = (label: string, items: React.ReactNode) => (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon variant="subtle" color="gray" c="inherit" size={36} aria-label={label}><IconDots size={18} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>{items}</Menu.Dropdown>
    </Menu>
  );
  return (
    <>
      <PageHead title={t("app:page.users")} count={team.members.data?.items.length}>
        {writable && (tab === "roles"
          ? <MainAction leftSection={<IconPlus size={18} />} onClick={() => setRole("new")}>{t("users:new_role")}</MainAction>
          : <MainAction leftSection={<IconUserPlus size={18} />} onClick={() => setInviting(true)}>{t("users:invite")}</MainAction>)}
      </PageHead>
      <Tabs value={tab} onChange={setTab}>
        <Tabs.List px={{ base: 0, sm: 12 }}>
          <Tabs.Tab value="members">{t("users:members")}</Tabs.Tab>
          <Tabs.Tab value="invitations">{t("users:invitations", { count: team.invitations.data?.items.length ?? 0 })}</Tabs.Tab>
          <Tabs.Tab value="roles">{t("users:roles")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="members" className={listClasses.plain}>
          <LocalList<Member> title={t("users:members")} ns="users" rows={team.members.data?.items} columns={[
            { key: "name", type: "text", card: "title" }, { key: "email", type: "text" },
            { key: "role", type: "text", cell: (row) => (row.only_own ? `${roleName(row.role)} · ${t("users:own_customers")}` : roleName(row.role)), card: "figure" },
            { key: "since", type: "instant" },
            { key: "actions", type: "id", label: "users:field.actions", cell: (row) => writable && row.id !== me?.id && more(t("users:more", { name: row.name }), <>
              <Menu.Item onClick={() => setChanging(row)}>{t("users:change")}</Menu.Item>
              <Menu.Item color="red" onClick={() => setRemoving(row)}>{t("users:remove")}</Menu.Item>
            </>) },
          ]} />
        </Tabs.Panel>
        <Tabs.Panel value="invitations" className={listClasses.plain}>
          <LocalList<Invitation> title={t("users:invitations", { count: 0 })} ns="users" rows={team.invitations.data?.items}
            empty={{ icon: IconUserPlus, title: "users:no_invitation", hint: "users:no_invitation_hint" }} columns={[
              { key: "email", type: "text", card: "title" }, { key: "role", type: "text", cell: (row) => roleName(row.role) },
              { key: "state", type: "choice", tone: { pending: "blue", expired: "amber" } }, { key: "expires_at", type: "instant" },
              { key: "actions", type: "id", label: "users:field.actions", cell: (row) => writable && row.state === "pending" && more(t("users:more", { name: row.email }), <Menu.Item color="red" onClick={() => void withdraw(row)}>{t("users:withdraw")}</Menu.Item>) },
            ]} />
        </Tabs.Panel>
        <Tabs.Panel value="roles" className={listClasses.plain}>
          <LocalList<Role> title={t("users:roles")} ns="users" rows={team.roles.data?.items} columns={[
            { key: "name", type: "text", card: "title" },
            { key: "given", type: "bool", cell: (row) => <StatusBadge tone={row.given ? "gray" : "accent"}>{t(row.given ? "users:given" : "users:own")}</StatusBadge>, card: "figure" },
            { key: "scopes", type: "int", cell: (row) => row.scopes.length }, { key: "only_own", type: "bool" },
            { key: "actions", type: "id", label: "users:field.actions", cell: (row) => more(t("users:more", { name: row.name }), <Menu.Item onClick={() => setRole(row)}>{t(row.given || !writable ? "users:see_role" : "users:change_role")}</Menu.Item>) },
          ]} />
        </Tabs.Panel>
      </Tabs>
      {inviting && <InviteDialog roles={roles} onClose={() => setInviting(false)} onDone={() => { setTab("invitations"); void refresh(); }} />}
      {changing && <MemberDialog member={changing} roles={roles} onClose={() => setChanging(null)} onDone={refresh} />}
      {role && team.roles.data && <RoleDialog role={role === "new" ? null : role} all={team.roles.data} writable={writable} onClose={() => setRole(null)} onDone={refresh} />}
      {removing && <Confirm opened title={t("users:remove")} action={t("users:remove")} onClose={() => setRemoving(null)}
        onConfirm={async () => { await api.send("delete", "/{company}/members/{member}", { member: removing!.id }); await refresh(); done(t("users:removed")); }}>
        {t("users:remove_sure", { name: removing?.name })}
      </Confirm>}
    </>
  );
}
