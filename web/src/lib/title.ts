import { useEffect } from "react";
import { useMembership } from "@/app/session";

/** "Factures · Domaine des Vignes": what the browser's tab and history show. */
export function useTitle(title: string | undefined): void {
  const company = useMembership()?.name;
  useEffect(() => {
    document.title = [title, company ?? "Caveau"].filter(Boolean).join(" · ");
  }, [title, company]);
}
