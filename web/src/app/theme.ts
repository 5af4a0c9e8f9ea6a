/**
 * The look: Inter 15 px, an 8-pixel grid, borders before shadows, one accent per company.
 * The one trick: every palette shares its lightnesses (scripts/accents.mjs), so the same shade numbers give AA
 * contrast in eleven accents and both schemes.
 */
import {
  Button, createTheme, Input, type CSSVariablesResolver, type MantineColorsTuple, type MantineThemeOverride,
} from "@mantine/core";
import { ACCENTS, NEUTRALS, STATES, type AccentName } from "./palettes";

const tuple = (colours: readonly string[]) => colours as unknown as MantineColorsTuple;
const STATE_COLOURS = { green: tuple(STATES.green), amber: tuple(STATES.amber), red: tuple(STATES.red), blue: tuple(STATES.blue) };
const TINTED = ["accent", "green", "amber", "red", "blue"];

export const ACCENT_NAMES = Object.keys(ACCENTS) as AccentName[];
export const DEFAULT_ACCENT: AccentName = "bordeaux";

export function isAccent(name: string | undefined | null): name is AccentName {
  return !!name && name in ACCENTS;
}

const FONT = '"Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export function themeFor(accent: AccentName): MantineThemeOverride {
  return createTheme({
    colors: {
      accent: tuple(ACCENTS[accent]), gray: tuple(NEUTRALS.gray), dark: tuple(NEUTRALS.dark), ...STATE_COLOURS,
    },
    primaryColor: "accent",
    primaryShade: { light: 7, dark: 6 },
    fontFamily: FONT,
    headings: { fontFamily: FONT, fontWeight: "650" },
    fontSizes: { xs: "0.8rem", sm: "0.8667rem", md: "1rem", lg: "1.1333rem", xl: "1.3333rem" },
    spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
    defaultRadius: "6px",
    cursorType: "pointer",
    respectReducedMotion: true,
    components: {
      Button: Button.extend({ defaultProps: { size: "sm" }, styles: { label: { fontWeight: 550 } } }),
      Input: Input.extend({ defaultProps: { size: "sm" } }),
      InputWrapper: Input.Wrapper.extend({ defaultProps: { size: "sm", inputWrapperOrder: ["label", "input", "description", "error"] } }),
      Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 100 } } },
      Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 100 } } },
      Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true }, styles: { title: { fontWeight: 600 } } },
      Drawer: { defaultProps: { transitionProps: { duration: 120 } }, styles: { title: { fontWeight: 600 } } },
      Combobox: { defaultProps: { keepMounted: false } },
      PinInput: { defaultProps: { placeholder: "" } },
      Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 100 } } },
    },
  });
}

function tints(scheme: "light" | "dark"): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of TINTED) {
    const shade = (n: number) => `var(--mantine-color-${name}-${n})`;
    out[`--mantine-color-${name}-light`] = scheme === "light" ? shade(1) : `color-mix(in srgb, ${shade(9)} 75%, transparent)`;
    out[`--mantine-color-${name}-light-hover`] = scheme === "light" ? shade(2) : shade(9);
    out[`--mantine-color-${name}-light-color`] = scheme === "light" ? shade(8) : shade(3);
    out[`--mantine-color-${name}-text`] = scheme === "light" ? shade(7) : shade(4);
    out[`--mantine-color-${name}-outline`] = scheme === "light" ? shade(7) : shade(4);
    out[`--mantine-color-${name}-outline-hover`] = `color-mix(in srgb, ${scheme === "light" ? shade(7) : shade(4)} 6%, transparent)`;
  }
  // Greys have no hue of their own to stand out with: in the dark they are lighter than the page, not darker.
  out["--mantine-color-gray-light"] = scheme === "light" ? "var(--mantine-color-gray-1)" : "var(--mantine-color-dark-5)";
  out["--mantine-color-gray-light-hover"] = scheme === "light" ? "var(--mantine-color-gray-2)" : "var(--mantine-color-dark-4)";
  out["--mantine-color-gray-light-color"] = scheme === "light" ? "var(--mantine-color-gray-8)" : "var(--mantine-color-dark-0)";
  return out;
}

export const cssVariables: CSSVariablesResolver = () => ({
  // Sizes in pixels stay pixels although the base is 15.
  variables: { "--mantine-scale": "1.0667" },
  light: {
    ...tints("light"),
    "--mantine-color-dimmed": "var(--mantine-color-gray-6)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-6)",
    "--mantine-color-error": "var(--mantine-color-red-7)",
    "--mantine-color-anchor": "var(--mantine-color-accent-7)",
    "--mantine-color-text": "var(--mantine-color-gray-9)",
    "--c-line": "var(--mantine-color-gray-2)",
    "--c-line-strong": "var(--mantine-color-gray-4)",
    "--c-panel": "var(--mantine-color-gray-0)",
    "--c-hover": "var(--mantine-color-gray-1)",
    "--c-accent": "var(--mantine-color-accent-7)",
  },
  dark: {
    ...tints("dark"),
    "--mantine-color-dimmed": "var(--mantine-color-dark-2)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-2)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-anchor": "var(--mantine-color-accent-4)",
    "--mantine-color-text": "var(--mantine-color-dark-0)",
    "--c-line": "var(--mantine-color-dark-5)",
    "--c-line-strong": "var(--mantine-color-dark-4)",
    "--c-panel": "var(--mantine-color-dark-8)",
    "--c-hover": "var(--mantine-color-dark-6)",
    "--c-accent": "var(--mantine-color-accent-6)",
  },
});
