/** Which mails the person wants; each box is kept as soon as it is ticked. */
import { Checkbox, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { personApi, type Schemas } from "@/api/client";
import { useMe } from "@/app/session";
import { done, failed } from "@/lib/toast";

const SORTS = ["tasks", "support", "suggestions"] as const;

export function Mails() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useMe().data;
  if (!me) return null;
  const choose = async (sort: Schemas["MeOut"]["muted"][number], wanted: boolean) => {
    try {
      const muted = wanted ? me.muted.filter((one) => one !== sort) : [...me.muted, sort];
      queries.setQueryData(["me"], await personApi.send("put", "/me", {}, { name: me.name, language: me.language, muted }, { version: me.version }));
      done(t("form:saved"));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Stack gap="sm">
      {SORTS.map((sort) => <Checkbox key={sort} label={t(`account:mails.${sort}`)} description={t(`account:mails.${sort}_hint`)} checked={!me.muted.includes(sort)} onChange={(event) => void choose(sort, event.currentTarget.checked)} />)}
    </Stack>
  );
}
