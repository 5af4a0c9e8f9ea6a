/** The technical sheet of a vintage, in French and English, with its pictures and its PDF. */
import "@/i18n/late/journal";
import { ActionIcon, Button, FileButton, Group, Image, Text } from "@mantine/core";
import { IconFileTypePdf, IconX } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { urlOf, useApi, type Schemas } from "@/api/client";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import type { Field } from "@/components/form/types";
import { History } from "@/components/record/History";
import { Panel } from "@/components/record/Panel";
import { useCan } from "@/app/session";
import { download } from "@/lib/download";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useQueryClient } from "@tanstack/react-query";

type Out = Schemas["TechSheetOut"] & { id: string };
type Values = Schemas["TechSheetIn"];

const TEXTS = ["grapes", "vineyard", "winemaking", "ageing", "bottling", "tasting", "pairing", "allergens"] as const;
const BLANK = {} as Values;
const texts = (lang: "fr" | "en"): Field[] => TEXTS.map((name) => ({ name: `${lang}.${name}`, type: name === "grapes" || name === "allergens" ? "text" : "textarea", label: `catalogue:sheet.${name}`, span: name === "grapes" || name === "allergens" ? 3 : 6 }));
const toForm = ({ fr, en, serving_min, serving_max, alcohol, pictures }: Out): Values => ({ fr, en, serving_min, serving_max, alcohol, pictures });

export default function SheetPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id: product, vintage } = useParams() as { id: string; vintage: string };
  const spec = useMemo<FormSpec<Values, Out>>(() => ({
    ns: "catalogue", kind: "sheet", list: `products/${product}`, listTitle: "catalogue:product", newTitle: "catalogue:sheet.title", scope: "catalogue:write", schema: "TechSheetIn", blank: BLANK, toForm,
    load: async (a, _id, signal) => ({ ...(await a.get("/{company}/products/{id}/sheets/{vintage}", { id: product, vintage }, undefined, signal)), id: vintage }),
    update: async (a, _id, values, version) => ({ ...(await a.send("put", "/{company}/products/{id}/sheets/{vintage}", { id: product, vintage }, values, { version })), id: vintage }),
    title: (out) => `${out.product} ${out.year ?? ""}`.trim(), subtitle: () => t("catalogue:sheet.title"),
    actions: () => (
      <Group gap="xs">
        {(["fr", "en"] as const).map((lang) => (
          <Button key={lang} variant="default" leftSection={<IconFileTypePdf size={16} />} onClick={() => void download(urlOf("/{company}/products/{id}/sheets/{vintage}/pdf", { company: api.company, id: product, vintage }, { lang }))}>
            {t(`app:language.${lang}`)}
          </Button>
        ))}
      </Group>
    ),
    sections: [
      { key: "facts", title: "catalogue:sheet.facts", fields: [{ name: "alcohol", type: "percent", span: 2, label: "catalogue:field.customs_alcohol" }, { name: "serving_min", type: "decimal", span: 2 }, { name: "serving_max", type: "decimal", span: 2 }] },
      { key: "fr", title: "app:language.fr", fields: texts("fr") }, { key: "en", title: "app:language.en", hint: "catalogue:sheet.en_hint", fields: texts("en") },
    ],
    below: (out) => <Pictures sheet={out} product={product} />,
    aside: (out) => <Panel title={t("journal:title")}><History kind="sheet" id={vintage} version={out.version} /></Panel>,
  }), [t, api, product, vintage]);
  return <FormPage spec={spec} id={vintage} headed />;
}

function Pictures({ sheet, product }: { sheet: Out; product: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const again = useRef<() => void>(null);
  const writable = useCan()("catalogue:write");
  const pictures = sheet.pictures ?? [];
  const { submit, busy, problem } = useSubmit(async (next: string[]) => {
    await api.send("put", "/{company}/products/{id}/sheets/{vintage}", { id: product, vintage: sheet.vintage_id }, { ...toForm(sheet), pictures: next }, { version: sheet.version });
    await queries.invalidateQueries({ queryKey: [api.company] });
    done(t("form:saved"));
  });
  const add = async (file: File | null) => {
    if (!file) return;
    const made = await api.send("post", "/{company}/files", {}, file as never, { query: { name: file.name, content_type: file.type } });
    await submit([...pictures, made.id]);
  };
  return (
    <section id="pictures">
      <Text fw={600} mb="xs">{t("catalogue:sheet.pictures")}</Text>
      <Group gap="md" align="flex-end">
        {pictures.map((id, n) => (
          <div key={id} style={{ position: "relative" }}>
            <Image src={urlOf("/{company}/products/{id}/sheets/{vintage}/picture", { company: api.company, id: product, vintage: sheet.vintage_id }, { n, v: id.slice(-8) })} alt={t("catalogue:sheet.picture", { n: n + 1 })} h={n ? 96 : 150} w="auto" fit="contain" bg="#fff" radius="sm" />
            {writable && <ActionIcon variant="default" size={28} radius="xl" style={{ position: "absolute", top: -8, right: -8 }} loading={busy} aria-label={t("catalogue:sheet.drop_picture", { n: n + 1 })} onClick={() => void submit(pictures.filter((one) => one !== id))}><IconX size={14} /></ActionIcon>}
          </div>
        ))}
        {writable && pictures.length < 6 && (
          <FileButton resetRef={again} accept="image/png,image/jpeg" onChange={(file) => { void add(file); again.current?.(); }} inputProps={{ "aria-label": t("catalogue:sheet.add_picture") }}>
            {(props) => <Button {...props} variant="default" size="xs" loading={busy}>{t("catalogue:sheet.add_picture")}</Button>}
          </FileButton>
        )}
      </Group>
      {problem && <Text fz="sm" c="red" role="alert" mt="xs">{problem.errors[0]?.detail ?? problem.message}</Text>}
    </section>
  );
}
