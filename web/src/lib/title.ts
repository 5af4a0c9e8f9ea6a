import { useEffect } from "react";
import { useMembership } from "@/app/session";

/** "Factures · Domaine des Vignes": what the browser's tab and history show. */
export function useTitle(title: string | undefined): void {
  const company = useMembership()?.name;
  useEffect(() => {
    const before = document.title;
    document.title = [title, company ?? "Caveau"].filter(Boolean).join(" · ");
    // A record closed beside its list gives the list its title back.
    return () => void (document.title = before);
  }, [title, company]);
}
