/** A customer as his form holds him. */
import type { Schemas } from "@/api/client";
import type { Archive } from "@/components/list/archive";

export function customerBody(out: Schemas["CustomerOut"]) {
  const { id: _id, version: _version, display_name: _name, in_use: _use, merged_into: _merged, warnings: _warnings, ...rest } = out;
  return { ...rest, lookups: [] as string[] };
}

export const archiveCustomer: Archive = async (api, id, archived) => {
  const out = await api.get("/{company}/customers/{id}", { id });
  return api.send("put", "/{company}/customers/{id}", { id }, { ...customerBody(out), archived }, { version: out.version });
};
