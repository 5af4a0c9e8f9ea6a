/** On the customer form: a number fills the other fields from its register; an address with a slip is put right. */
import "@/i18n/late/registers";
import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Form } from "@/components/form/useForm";

type Told = { key: string; name: string; source: string };

export function Fill({ form, subject }: { form: Form; subject: "siret" | "vat_number" }) {
  const { t } = useTranslation();
  const api = useApi();
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const number = String(form.value(subject) ?? "").trim();
  const ask = async () => {
    setAsking(true);
    setTold(null);
    try {
      const said = await api.send("post", "/{company}/registers", {}, { subject, number });
      fill(form, said);
      setTold({ key: outcome(said), name: said.fields["name"] ?? "", source: t(`registers:source.${said.source}`) });
    } catch (error) {
      form.note(subject, asProblem(error).message);
    } finally {
      setAsking(false);
    }
  };
  return (
    <Group gap="xs" mt={6} mih={28} wrap="nowrap" align="flex-start">
      <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} disabled={!number} loading={asking} aria-label={t(`registers:fill_from.${subject}`)} onClick={() => void ask()} style={{ flexShrink: 0 }}>{t("registers:fill")}</Button>
      <Text fz="sm" c="dimmed" role="status">{told ? t(`registers:${told.key}`, told) : ""}</Text>
    </Group>
  );
}

function outcome(said: Schemas["RegisterCheckOut"]): string {
  if (said.state === "unavailable") return "silent";
  if (said.reason === "unknown") return "unknown";
  if (!said.fields["name"]) return "nameless";
  return said.reason === "closed" ? "found_closed" : "found";
}

/** Everything the register gave, over what was there: the person asked for it, and sees it before saving. */
function fill(form: Form, said: Schemas["RegisterCheckOut"]) {
  for (const [path, value] of Object.entries(said.fields)) form.set(path, path === "billing.lines" ? value.split("\n") : value);
  if (said.state !== "unavailable") form.set("lookups", [...((form.value("lookups") as string[] | undefined) ?? []), said.id].slice(-8));
}

interface Slip {
  rule: string;
  field: string;
  proposal?: string;
}

/** The addresses that the server takes for slips of the finger, as long as they stand in the form. */
export function Slips({ form, warnings }: { form: Form; warnings: readonly Slip[] | undefined }) {
  const { t } = useTranslation();
  const slips = (warnings ?? []).filter((one) => one.rule === "identifier.email.slip" && one.proposal && slipped(form.value(one.field), one.proposal));
  return slips.map((one) => (
    <Text key={one.field} fz="sm" c="dimmed" mt={4}>
      {t("registers:slip", { email: one.proposal })} <Anchor component="button" type="button" fz="sm" onClick={() => form.set(one.field, one.proposal)}>{t("registers:correct")}</Anchor>
    </Text>
  ));
}

function slipped(now: unknown, meant: string): boolean {
  return typeof now === "string" && now !== meant && now.split("@")[0] === meant.split("@")[0];
}
