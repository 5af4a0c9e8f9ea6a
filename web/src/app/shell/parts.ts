/** The parts of the frame that wait until somebody wants them, and the keys that work everywhere. */
import { useEffect, useRef } from "react";
import { useNavigate, useParams } from "react-router";
import { typing, useKeys } from "@/lib/keys";
import { onDemand } from "@/lib/onDemand";
import { PAGES } from "../pages";
import { useCan } from "../session";

export const SHEET = "caveau:shortcuts";
export const HELP = "caveau:help";
export const palette = onDemand(() => import("./Palette"));
export const shortcuts = onDemand(() => import("./Shortcuts"));
export const help = onDemand(() => import("@/features/help/HelpDrawer"));

let fetched = false;
export function openPalette(): void {
  if (fetched) void import("@mantine/spotlight").then(({ spotlight }) => spotlight.open());
  fetched = true;
  palette.want();
}

export function openShortcuts(): void {
  shortcuts.want();
  window.dispatchEvent(new Event(SHEET));
}

/** The article of the page one is on. */
export function openHelp(): void {
  help.want();
  window.dispatchEvent(new Event(HELP));
}

/** Ctrl+K, ?, and G then a letter. */
export function useFrameKeys(): void {
  const navigate = useNavigate();
  const { company } = useParams();
  const can = useCan();
  const armed = useRef(-Infinity);
  useKeys({ "mod+k": openPalette, "?": openShortcuts });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
      if (event.key === "g") armed.current = event.timeStamp; // when it was pressed, however late it is heard
      else if (event.timeStamp - armed.current < 1200) {
        armed.current = -Infinity;
        const page = PAGES.find((p) => p.go === event.key.toLowerCase() && can(p.scope));
        if (page) {
          event.preventDefault();
          void navigate(`/c/${company}/${page.path}`);
        }
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [navigate, company, can]);
}
