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
