/** The company's colour: set by the shell on entering a company, previewed by the settings page before saving. */
import { createContext, use, useEffect } from "react";
import { ACCENTS, type AccentName } from "./palettes";
import { DEFAULT_ACCENT, isAccent } from "./theme";

interface Handle {
  accent: AccentName;
  setAccent: (name: AccentName) => void;
}

export const AccentContext = createContext<Handle>({ accent: DEFAULT_ACCENT, setAccent: () => undefined });

export function useAccent(name: string | null | undefined): void {
  const { setAccent } = use(AccentContext);
  useEffect(() => {
    const accent = isAccent(name) ? name : DEFAULT_ACCENT;
    setAccent(accent);
    // The frame that the system draws around the window, or around the installed application.
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", ACCENTS[accent][7]);
  }, [name, setAccent]);
}
