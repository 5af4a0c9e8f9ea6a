/** Customers that may be this one: what they share, and merging, which keeps every document. */
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowsJoin } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { Panel } from "@/components/record/Panel";
import { done, failed } from "@/lib/toast";
import type { Customer } from "./customers";

export function Twins({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const { company } = useParams();
  const writable = useCan()("crm:write");
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  const { data } = useQuery({
    queryKey: [api.company, "twins", customer.id], meta: { kinds: ["customer"] },
    queryFn: ({ signal }) => api.get("/{company}/customers/{id}/duplicates", { id: customer.id }, undefined, signal),
  });
  const merge = async () => {
    try {
      await api.send("post", "/{company}/customers/{id}/merge", { id: customer.id }, { into: chosen!.id });
      done(t("crm:twins.merged", { name: chosen!.name }));
      void navigate(`/c/${company}/customers/${chosen!.id}`);
    } catch (error) {
      failed(error);
    }
  };
  if (customer.merged_into) {
    return <Panel title={t("crm:twins.left")}><Anchor component={Link} to={`/c/${company}/customers/${customer.merged_into}`} fz="sm">{t("crm:twins.see")}</Anchor></Panel>;
  }
  if (!data?.items.length) return null;
  return (
    <Panel title={t("crm:twins.title")}>
      <Stack gap="sm">
        {data.items.map((one) => (
          <Group key={one.id} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Anchor component={Link} to={`/c/${company}/customers/${one.id}`} fz="sm" fw={550}>{one.name}</Anchor>
              <Text fz="xs" c="dimmed">{[one.code, one.town, one.shares.map((share) => t(`crm:twins.share.${share}`)).join(", ")].filter(Boolean).join(" · ")}</Text>
            </div>
            {writable && <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} leftSection={<IconArrowsJoin size={14} />} aria-label={t("crm:twins.merge_into", { name: one.name })} onClick={() => setChosen(one)}>{t("crm:twins.merge")}</Button>}
          </Group>
        ))}
      </Stack>
      {chosen && <Confirm opened title={t("crm:twins.sure", { name: chosen.name })} action={t("crm:twins.merge")} onConfirm={merge} onClose={() => setChosen(null)}>{t("crm:twins.means", { gone: customer.display_name, kept: chosen.name })}</Confirm>}
    </Panel>
  );
}
