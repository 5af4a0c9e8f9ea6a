/** What the page and the dialog of a small set share: an entry's values, its name, putting it aside. */
import type { Api } from "@/api/client";
import type { Values } from "@/components/form/paths";
import type { BookSpec } from "./BookPage";

type Entry = { id: string };
type Spec<Item extends Entry> = Pick<BookSpec<Item>, "blank" | "change"> & Partial<Pick<BookSpec<Item>, "list">>;

export function valuesOf<Item extends Entry>(spec: Pick<Spec<Item>, "blank">, item: Item): Values {
  return Object.fromEntries(Object.keys(spec.blank).map((name) => [name, (item as Values)[name]]));
}

export function nameOf(item: Entry): string {
  return String((item as Values)["name"] ?? (item as Values)["label_fr"]);
}

export function putAside<Item extends Entry>(api: Api, spec: Spec<Item>, item: Item, version: number, archived: boolean): Promise<unknown> {
  return spec.change(api, item.id, { ...valuesOf(spec, item), archived }, version);
}

/** The same, of the set as it is now: its version moves with each entry. */
export async function putAsideNow<Item extends Entry>(api: Api, spec: Spec<Item>, id: string, archived: boolean): Promise<unknown> {
  const now = await spec.list!(api, new AbortController().signal);
  return putAside(api, spec, now.items.find((one) => one.id === id)!, now.version, archived);
}
