/** Which mails the person wants; each box is kept as soon as it is ticked. */
import "@/i18n/late/account";
import { Checkbox, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { personApi, type Schemas } from "@/api/client";
import { useMe } from "@/app/session";
import { done, failed } from "@/lib/toast";

const SORTS = ["tasks", "support", "suggestions"] as const;

export function Mails() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useMe().data;
  const [chosen, setChosen] = useState<Schemas["MeOut"]["muted"]>(); // shown at once, until the server has said
  if (!me) return null;
  const choose = async (sort: Schemas["MeOut"]["muted"][number], wanted: boolean) => {
    const muted = wanted ? me.muted.filter((one) => one !== sort) : [...me.muted, sort];
    setChosen(muted);
    try {
      queries.setQueryData(["me"], await personApi.send("put", "/me", {}, { name: me.name, language: me.language, muted }, { version: me.version }));
      done(t("form:saved"));
    } catch (error) {
      failed(error);
    } finally {
      setChosen(undefined);
    }
  };
  return (
    <Stack gap="sm">
      {SORTS.map((sort) => <Checkbox key={sort} label={t(`account:mails.${sort}`)} description={t(`account:mails.${sort}_hint`)} checked={!(chosen ?? me.muted).includes(sort)} onChange={(event) => void choose(sort, event.currentTarget.checked)} />)}
    </Stack>
  );
}
