import { IconCategory } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";

const SPEC: BookSpec<Schemas["RangeOut"]> = {
  ns: "catalogue", name: "ranges", title: "app:page.ranges", newTitle: "app:create.range", kinds: ["ranges"], scope: "catalogue:write", schema: "RangeIn",
  list: (api, signal) => api.get("/{company}/ranges", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/ranges", {}, values as Schemas["RangeIn"]),
  change: (api, id, values, version) => api.send("put", "/{company}/ranges/{id}", { id }, values as Schemas["RangeIn"], { version }),
  columns: [{ key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" }],
  fields: [{ name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 }, { name: "name_en", type: "text", span: 4 }],
  blank: { code: "", name: "", name_en: "", archived: false },
  empty: { icon: IconCategory, title: "catalogue:range_empty", hint: "catalogue:range_empty_hint" },
};

export default function RangesPage() {
  return <BookPage spec={SPEC} />;
}
