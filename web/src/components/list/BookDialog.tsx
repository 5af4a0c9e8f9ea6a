/** One item of a small set, to add, change or delete. Closing with unsaved changes asks first. */
import { Button, Group, Modal, ScrollArea, Text } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ImpactDialog, impactOf, type Impact } from "@/components/form/Impact";
import { faultsOf, goToFirst, useLimits } from "@/components/form/limits";
import { Sections } from "@/components/form/Sections";
import type { Values } from "@/components/form/paths";
import { useForm } from "@/components/form/useForm";
import { ProblemBanner } from "@/components/states";
import { useKeys } from "@/lib/keys";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { BookSpec } from "./BookPage";
import { nameOf, putAside, putAsideNow, valuesOf } from "./book";
import classes from "./list.module.css";

/** What the dialog needs of a declaration: a single record may have one too. */
export type DialogSpec<Item extends { id: string }> = Pick<BookSpec<Item>, "ns" | "name" | "title" | "newTitle" | "fields" | "blank" | "top" | "schema" | "create" | "change" | "drop"> & Partial<Pick<BookSpec<Item>, "list">>;

interface Props<Item extends { id: string }> {
  spec: DialogSpec<Item>;
  item: Item | undefined;
  version: number;
  writable: boolean;
  onClose: () => void;
  onDone: () => unknown;
}

export default function BookDialog<Item extends { id: string }>({ spec, item, version, writable, onClose, onDone }: Props<Item>) {
  const { t } = useTranslation();
  const api = useApi();
  const limits = useLimits(spec.schema);
  const [asking, setAsking] = useState(false);
  const form = useForm<Values>(item ? valuesOf(spec, item) : spec.blank);
  const sections = [{ key: spec.name, title: spec.title, fields: spec.fields }];
  const finish = (word: string) => {
    done(t(word));
    onDone();
    onClose();
  };
  const [impact, setImpact] = useState<Impact | null>(null);
  const save = useSubmit(async (sure = false) => {
    const faults = faultsOf(sections, limits, form.values);
    form.complain(faults);
    if (Object.keys(faults).length) return goToFirst(faults);
    const touched = item && spec.top && !sure ? await impactOf(api, [spec.top], item.id, form.base, form.values) : null;
    setImpact(touched);
    if (touched) return;
    try {
      await (item ? spec.change(api, item.id, form.values, version) : spec.create(api, form.values, version));
    } catch (error) {
      form.refuse(asProblem(error));
      throw error;
    }
    finish(item ? "form:saved" : "form:created");
  });
  const drop = useSubmit(async () => {
    await spec.drop!(api, item!.id, version);
    finish("form:deleted");
  });
  const archived = item && "archived" in spec.blank && spec.list ? (item as Values)["archived"] === true : undefined;
  const archive = useSubmit(async () => {
    await putAside(api, spec, item!, version, !archived);
    done(t(archived ? "form:restored_one" : "form:archived_one", { name: title }), {
      undo: async () => {
        await putAsideNow(api, spec, item!.id, archived!);
        onDone();
      },
    });
    onDone();
    onClose();
  });
  useKeys({ "mod+s": () => void (form.dirty && save.submit()) });
  const refusal = save.problem ?? drop.problem ?? archive.problem;
  const title = item ? nameOf(item) : t(spec.newTitle);
  return (
    <Modal opened onClose={() => (form.dirty ? setAsking(true) : onClose())} size="lg" title={title} closeButtonProps={{ "aria-label": t("app:action.close") }} scrollAreaComponent={ScrollArea.Autosize}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void save.submit(); }}>
        {refusal && <ProblemBanner problem={refusal} />}
        <Sections sections={sections} form={form} ns={spec.ns} limits={limits} disabled={!writable} bare />
        {asking && form.dirty ? (
          <Group justify="flex-end" mt="lg" gap="xs" role="alert">
            <Text fz="sm" flex={1}>{t("form:unsaved_title")}</Text>
            <Button variant="subtle" color="red" onClick={onClose}>{t("form:leave")}</Button>
            <Button variant="default" h={44} onClick={() => setAsking(false)}>{t("form:stay")}</Button>
            <Button type="submit" h={44} loading={save.busy}>{t("form:save_and_leave")}</Button>
          </Group>
        ) : writable && (
          <Group justify="space-between" className={classes.dialogFoot!}>
            <Group gap="xs">
              {archived !== undefined && (
                <Button variant="default" h={44} leftSection={archived ? <IconArchiveOff size={18} /> : <IconArchive size={18} />} loading={archive.busy} disabled={form.dirty} title={form.dirty ? t("form:save_first") : undefined}
                  onClick={() => void archive.submit()}>{t(archived ? "form:restore" : "form:archive")}</Button>
              )}
              {item && spec.drop && <Button variant="subtle" color="red" h={44} loading={drop.busy} onClick={() => void drop.submit()}>{t("app:action.delete")}</Button>}
            </Group>
            <Button type="submit" h={44} loading={save.busy} disabled={!form.dirty}>{t(item ? "form:save" : "form:create")}</Button>
          </Group>
        )}
      </form>
      {impact && <ImpactDialog impact={impact} busy={save.busy} onSave={() => void save.submit(true)} onClose={() => setImpact(null)} />}
    </Modal>
  );
}
