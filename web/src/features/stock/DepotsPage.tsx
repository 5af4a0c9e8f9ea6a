import { IconBuildingWarehouse } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";

const SPEC: BookSpec<Schemas["DepotOut"]> = {
  ns: "stock", name: "depots", title: "app:page.depots", newTitle: "app:create.depot", kinds: ["depots"], scope: "stock:write", schema: "DepotIn",
  list: (api, signal) => api.get("/{company}/depots", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/depots", {}, values as unknown as Schemas["DepotIn"]),
  change: (api, id, values, version) => api.send("put", "/{company}/depots/{id}", { id }, values as unknown as Schemas["DepotIn"], { version }),
  drop: (api, id, version) => api.send("delete", "/{company}/depots/{id}", { id }, undefined, { version }),
  columns: [{ key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" }, { key: "duty", type: "choice", choiceLabel: "stock:duty" }, { key: "default", type: "bool" }, { key: "archived", type: "bool" }],
  fields: [
    { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 },
    { name: "duty", type: "choice", choices: ["paid", "suspended"], choiceLabel: "stock:duty", required: true, span: 3, hint: "stock:hint.duty" }, { name: "default", type: "bool", span: 3, hint: "stock:hint.default" },
    { name: "address.lines", type: "lines", label: "stock:field.address" }, { name: "address.postcode", type: "text", span: 2, label: "stock:field.postcode" }, { name: "address.town", type: "text", span: 4, label: "stock:field.town" },
    { name: "address.country", type: "country", span: 3, label: "stock:field.country" }, { name: "archived", type: "bool", span: 3 },
  ],
  blank: { code: "", name: "", duty: "paid", address: { lines: [], postcode: "", town: "", country: "FR", label: "", recipient: "", phone: "", instructions: "" }, default: false, archived: false },
  empty: { icon: IconBuildingWarehouse, title: "stock:empty.depots", hint: "stock:empty.depots_hint" },
};

export default function DepotsPage() {
  return <BookPage spec={SPEC} />;
}
