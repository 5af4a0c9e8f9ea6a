/**
 * A record being edited: loaded, kept fresh while untouched, saved with the version that was read, and told of
 * changes made elsewhere. Every refusal ends next to its field, in the banner, or in the conflict dialog.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Api } from "@/api/client";
import { asProblem, Problem } from "@/api/problem";
import { useLive } from "@/app/live";
import { useKeys } from "@/lib/keys";
import { done } from "@/lib/toast";
import type { Values } from "./paths";
import { useForm } from "./useForm";

export interface Versioned {
  id: string;
  version: number;
}

export interface RecordSource<V extends Values, Out extends Versioned> {
  /** journal kind of the record */
  kind: string;
  /** other kinds whose change concerns this page */
  kinds?: string[];
  blank: V;
  load: (api: Api, id: string, signal?: AbortSignal) => Promise<Out>;
  toForm: (out: Out) => V;
  create?: (api: Api, values: V) => Promise<Out>;
  update?: (api: Api, id: string, values: V, version: number) => Promise<Out>;
}

interface Told {
  actor: string;
  version: number;
}

export function useRecordForm<V extends Values, Out extends Versioned>(source: RecordSource<V, Out>, id: string | undefined, onCreated: (out: Out) => void) {
  const api = useApi();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const live = useLive();
  const key = [api.company, "record", source.kind, id];
  const query = useQuery<Out>({
    queryKey: key, enabled: !!id, queryFn: ({ signal }) => source.load(api, id!, signal), meta: { kinds: [source.kind, ...(source.kinds ?? [])] },
  });
  const form = useForm<V>(source.blank);
  const [version, setVersion] = useState<number>();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [conflict, setConflict] = useState<Out | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const busy = useRef(false);
  const { reset } = form;

  const adopt = useCallback((out: Out) => {
    reset(source.toForm(out));
    setVersion(out.version);
    setTold(null);
    setProblem(null);
  }, [reset, source]);

  useEffect(() => {
    // An untouched form follows what is stored; a changed one is only told (below).
    if (query.data && query.data.version !== version && (!form.dirty || version === undefined)) adopt(query.data);
  }, [query.data, version, form.dirty, adopt]);

  useEffect(() => live.listen((change) => {
    if (change.kind === source.kind && change.id === id && version !== undefined && change.version > version && !busy.current)
      setTold({ actor: change.actor.name, version: change.version });
  }), [live, source.kind, id, version]);

  const send = async (values: V, against: number | undefined, quiet = false): Promise<Out | null> => {
    if (busy.current) return null;
    busy.current = true;
    setSaving(true);
    setProblem(null);
    try {
      const out = id ? await source.update!(api, id, values, against!) : await source.create!(api, values);
      queries.setQueryData([api.company, "record", source.kind, out.id], out);
      adopt(out);
      if (!quiet) done(t(id ? "form:saved" : "form:created"));
      if (!id) onCreated(out);
      return out;
    } catch (error) {
      const refusal = asProblem(error);
      if (refusal.status === 412 && id) setConflict(await source.load(api, id));
      else {
        form.refuse(refusal);
        setProblem(refusal);
      }
      return null;
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };

  /** quiet: something else follows and will say what was done */
  const save = (quiet = false) => send(form.values, version, quiet);
  useKeys({ "mod+s": () => void (form.dirty && save()) });

  return {
    query, form, version, saving, problem, told: form.dirty && told && told.version > (version ?? 0) ? told : null, conflict, save,
    closeConflict: () => setConflict(null),
    resolve: (values: V) => {
      const newest = conflict!.version;
      setConflict(null);
      void send(values, newest);
    },
    compare: async () => setConflict(await source.load(api, id!)),
    cancel: () => (query.data ? adopt(query.data) : reset(source.blank)),
  };
}
