/** Tags put on the chosen products, or taken from them. */
import { Button, Group, Modal, MultiSelect, TagsInput, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Api, type Schemas } from "@/api/client";
import type { Option } from "@/components/form/types";
import { ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

type Row = Schemas["ProductRow"];

interface Props {
  rows: Row[];
  tags: Option[];
  step: (done: number) => void;
  /** false: nothing was changed, the rows stay chosen */
  onClose: (changed: boolean) => void;
}

/** The server takes fifty at once. */
const MOST = 50;

async function tag(api: Api, products: string[], add: string[], remove: string[], step: (done: number) => void = () => undefined): Promise<string[]> {
  const changed: string[] = [];
  for (let at = 0; at < products.length; at += MOST) {
    const some = products.slice(at, at + MOST);
    changed.push(...(await api.send("post", "/{company}/product-tags", {}, { products: some, add, remove })).products);
    step(at + some.length);
  }
  return changed;
}

export function Tagging({ rows, tags, step, onClose }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const borne = tags.filter((one) => rows.some((row) => row.tags.includes(one.value)));
  const back = async () => {
    // Each product gets back exactly what it bore.
    for (const name of add) {
      const id = tags.find((one) => one.label.localeCompare(name, undefined, { sensitivity: "base" }) === 0)?.value;
      await tag(api, rows.filter((row) => !id || !row.tags.includes(id)).map((row) => row.id), [], [name]);
    }
    for (const id of remove) await tag(api, rows.filter((row) => row.tags.includes(id)).map((row) => row.id), [id], []);
  };
  const { submit, busy, problem } = useSubmit(async () => {
    const changed = await tag(api, rows.map((row) => row.id), add, remove, step);
    done(t("catalogue:tagged", { count: changed.length }), changed.length ? { undo: back } : {});
    onClose(true);
  });
  return (
    <Modal opened onClose={() => onClose(false)} title={t("catalogue:tagging")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); void submit(); }}>
        {problem && <ProblemBanner problem={problem} />}
        <Text fz="sm" c="dimmed" mb="sm">{t("catalogue:tagging_of", { count: rows.length })}</Text>
        <TagsInput data-autofocus label={t("catalogue:tags_add")} data={tags.map((one) => one.label)} value={add} onChange={setAdd} splitChars={[",", ";"]} acceptValueOnBlur />
        {borne.length > 0 && <MultiSelect mt="md" label={t("catalogue:tags_remove")} data={borne} value={remove} onChange={setRemove} />}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" h={44} onClick={() => onClose(false)}>{t("form:cancel")}</Button>
          <Button type="submit" h={44} loading={busy} disabled={!add.length && !remove.length}>{t("form:save")}</Button>
        </Group>
      </form>
    </Modal>
  );
}
