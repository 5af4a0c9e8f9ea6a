/** Nothing typed is lost by accident: leaving a changed form asks first, inside the application and out of it. */
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { later } from "@/lib/onDemand";

const LeaveDialog = later(async () => (await import("./LeaveDialog")).LeaveDialog);

interface Props {
  dirty: boolean;
  /** saves, then leaves; no such button when left out */
  onSave?: () => Promise<unknown>;
  /** told when one leaves without keeping what was typed */
  onLeave?: () => void;
}

/** The page, or the record open beside a list. */
function placeOf({ pathname, search }: { pathname: string; search: string }): string {
  return `${pathname} ${new URLSearchParams(search).get("open") ?? ""}`;
}

export function Guard({ dirty, onSave, onLeave }: Props) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && placeOf(currentLocation) !== placeOf(nextLocation));
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  const stay = () => blocker.state === "blocked" && blocker.reset();
  const leave = () => blocker.state === "blocked" && blocker.proceed();
  const give = () => {
    onLeave?.();
    leave();
  };
  const save = async () => ((await onSave?.()) ? leave() : stay());
  return blocker.state === "blocked" ? <LeaveDialog onStay={stay} onLeave={give} onSave={onSave && (() => void save())} /> : null;
}
