import { IconCircleDot } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";
import { centilitres, units, volumeLabel } from "./books";

type Capsule = Schemas["CapsuleOut"] & { centilitres: string };
const COLOURS = ["none", "green", "blue", "wine", "orange", "yellow", "grey", "red", "white"] as const;
const toBody = ({ centilitres: typed, ...values }: Record<string, unknown>) => ({ ...values, volume: units(typed as string | null) ?? 0 }) as unknown as Schemas["CapsuleIn"];

const SPEC: BookSpec<Capsule> = {
  ns: "catalogue", name: "capsules", title: "app:page.capsules", newTitle: "app:create.capsule", kinds: ["capsules"], scope: "catalogue:write", schema: "CapsuleIn",
  list: async (api, signal) => {
    const out = await api.get("/{company}/capsules", {}, undefined, signal);
    return { ...out, items: out.items.map((one) => ({ ...one, centilitres: centilitres(one.volume) ?? "" })) };
  },
  create: (api, values) => api.send("post", "/{company}/capsules", {}, toBody(values)),
  change: (api, id, values, version) => api.send("put", "/{company}/capsules/{id}", { id }, toBody(values), { version }),
  columns: [
    { key: "name", type: "text", card: "title" }, { key: "colour", type: "choice", choiceLabel: "catalogue:capsule_colour" }, { key: "kind", type: "choice", choiceLabel: "catalogue:capsule_kind" },
    { key: "volume", type: "int", card: "figure", cell: (row) => volumeLabel(row.volume) },
  ],
  fields: [
    { name: "colour", type: "choice", choices: COLOURS, choiceLabel: "catalogue:capsule_colour", required: true, span: 2, autoFocus: true },
    { name: "kind", type: "choice", choices: ["collective", "personalised"], choiceLabel: "catalogue:capsule_kind", required: true, span: 2 },
    { name: "centilitres", type: "decimal", required: true, span: 2 }, { name: "name", type: "text", hint: "catalogue:hint.capsule_name" },
  ],
  blank: { name: "", colour: "green", kind: "collective", centilitres: "75", archived: false },
  empty: { icon: IconCircleDot, title: "catalogue:capsule_empty", hint: "catalogue:capsule_empty_hint" },
};

export default function CapsulesPage() {
  return <BookPage spec={SPEC} />;
}
