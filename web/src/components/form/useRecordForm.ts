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
import { useDraft } from "./drafts";
import { faultsOf, goToFirst, useLimits, type SchemaName } from "./limits";
import type { Values } from "./paths";
import type { Section } from "./types";
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
  /** contract of what is sent: its limits are checked before sending */
  schema?: SchemaName;
  load: (api: Api, id: string, signal?: AbortSignal) => Promise<Out>;
  toForm: (out: Out) => V;
  create?: (api: Api, values: V) => Promise<Out>;
  update?: (api: Api, id: string, values: V, version: number) => Promise<Out>;
}

/** E: into the first field of the record, that of the pane when one is open beside a list. */
function toFirstField(): void {
  const field = ".mantine-Input-input:is([role=combobox], :not([readonly])):not(:disabled)";
  (document.querySelector<HTMLElement>(`.in-pane form ${field}`) ?? document.querySelector<HTMLElement>(`main form ${field}`))?.focus();
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
  // Which record the form holds, in which version; nothing yet, or a new one, is "".
  const [held, setHeld] = useState<{ id: string; version: number } | null>(null);
  const version = held?.id === id ? held?.version : undefined;
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [conflict, setConflict] = useState<Out | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [found, setFound] = useState<string | null>(null);
  const busy = useRef(false);
  const sections = useRef<Section[]>([]);
  const limits = useLimits(source.schema);
  const { reset, restore } = form;
  const draft = useDraft<V>(source.kind, id, form.values, version, form.dirty);

  const adopt = useCallback((out: Out) => {
    reset(source.toForm(out));
    setHeld({ id: out.id, version: out.version });
    setTold(null);
    setProblem(null);
    setFound(null);
  }, [reset, source]);

  const bringBack = useCallback((at: number | null) => {
    const kept = draft.read();
    if (!kept || kept.version !== at) return draft.drop();
    restore(kept.values);
    setFound(kept.at);
  }, [draft, restore]);

  useEffect(() => {
    const out = query.data;
    if (!id) {
      if (held?.id === "") return;
      reset(source.blank);
      setHeld({ id: "", version: 0 });
      bringBack(null);
    } else if (out && out.id === id && held?.id !== id) {
      adopt(out);
      bringBack(out.version);
    } else if (out && out.id === id && out.version !== version && !form.dirty) adopt(out); // an untouched form follows
  }, [id, query.data, held, version, form.dirty, adopt, bringBack, reset, source]);

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
      draft.drop();
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
  const save = async (quiet = false): Promise<Out | null> => {
    const faults = faultsOf(sections.current, limits, form.values);
    if (!Object.keys(faults).length) return send(form.values, version, quiet);
    form.complain(faults);
    goToFirst(faults);
    return null;
  };
  /** Saves what is saved already with a few values changed, without what is being typed. */
  const amend = async (part: Partial<V>): Promise<Out | null> => {
    const out = await source.load(api, id!);
    return send({ ...source.toForm(out), ...part }, out.version, true);
  };
  useKeys({ "mod+s": () => void (form.dirty && save()), e: toFirstField });

  return {
    query, form, limits, version,
    /** told by the page: the sections on the screen, to check before sending */
    shows: (now: Section[]) => void (sections.current = now),
    saving, problem, told: form.dirty && told && told.version > (version ?? 0) ? told : null, conflict, save, amend,
    closeConflict: () => setConflict(null),
    resolve: (values: V) => {
      const newest = conflict!.version;
      setConflict(null);
      void send(values, newest);
    },
    compare: async () => setConflict(await source.load(api, id!)),
    /** when what was typed earlier has been brought back: the instant it was typed */
    found: form.dirty ? found : null,
    cancel: () => {
      draft.drop();
      setFound(null);
      if (query.data) adopt(query.data);
      else reset(source.blank);
    },
    /** leaving without keeping what was typed */
    abandon: draft.drop,
  };
}
