/** Parts of the frame fetched the first time they are wanted, so that the first page comes sooner. */
import { lazy, Suspense, useSyncExternalStore, type ComponentType } from "react";

export interface Part {
  /** fetches and mounts it; harmless when it is there already */
  want: () => void;
  /** what goes in the tree: nothing until wanted */
  Slot: ComponentType;
}

export function onDemand(load: () => Promise<{ default: ComponentType }>): Part {
  let wanted = false;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const Loaded = lazy(load);
  return {
    want: () => {
      if (wanted) return;
      wanted = true;
      for (const listener of listeners) listener();
    },
    Slot: () => (useSyncExternalStore(subscribe, () => wanted) ? <Suspense fallback={null}><Loaded /></Suspense> : null),
  };
}

/** A dialog or the like, fetched when first shown; nothing stands in its place meanwhile. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  return function Later(props: Props) {
    return <Suspense fallback={null}><Loaded {...props} /></Suspense>;
  };
}
