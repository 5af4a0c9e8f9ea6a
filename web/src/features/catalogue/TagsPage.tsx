import { IconTags } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";

const SPEC: BookSpec<Schemas["TagOut"]> = {
  ns: "catalogue", name: "product-tags", title: "app:page.product_tags", newTitle: "app:create.product_tag", kinds: ["product_tags"], scope: "catalogue:write", schema: "TagIn",
  list: (api, signal) => api.get("/{company}/product-tags", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/product-tags", {}, { add: [String(values["name"])] }),
  change: (api, id, values, version) => api.send("put", "/{company}/product-tags/{id}", { id }, values as Schemas["TagIn"], { version }),
  drop: (api, id) => api.send("delete", "/{company}/product-tags/{id}", { id }),
  columns: [{ key: "name", type: "text", card: "title" }],
  fields: [{ name: "name", type: "text", required: true, autoFocus: true, hint: "catalogue:hint.tag" }],
  blank: { name: "" },
  empty: { icon: IconTags, title: "catalogue:tag_empty", hint: "catalogue:tag_empty_hint" },
};

export default function TagsPage() {
  return <BookPage spec={SPEC} />;
}
