import { createTheme, localStorageColorSchemeManager } from "@mantine/core";
import type { MantineColorScheme, MantineColorsTuple } from "@mantine/core";

const KEPT_AS = "revoir.scheme";

const teal: MantineColorsTuple = [
  "#eaf6f5",
  "#d3ebe9",
  "#a9d8d4",
  "#7cc4be",
  "#56b0a9",
  "#359a93",
  "#1f837c",
  "#136e69",
  "#0b5f5c",
  "#074a48",
];

const warm: MantineColorsTuple = [
  "#faf9f7",
  "#f3f1ee",
  "#e9e6e1",
  "#dbd7d0",
  "#c6c1b8",
  "#a39d93",
  "#78736a",
  "#5c5851",
  "#3f3c37",
  "#262421",
];

const night: MantineColorsTuple = [
  "#e6e3de",
  "#b9b4ac",
  "#a09a91",
  "#7d786f",
  "#4a4742",
  "#383530",
  "#2b2926",
  "#201f1c",
  "#181715",
  "#100f0e",
];

/** One accent, warm greys, five sizes, a 4 px grid. */
export const theme = createTheme({
  colors: { teal, gray: warm, dark: night },
  primaryColor: "teal",
  primaryShade: { light: 8, dark: 4 },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "20px", lineHeight: "28px" } } },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  defaultRadius: 6,
  cursorType: "pointer",
  respectReducedMotion: true,
  // Not `Button.extend`, which would bring the button along to where only the theme is needed.
  components: { Button: { defaultProps: { variant: "filled" } } },
});

export const schemeManager = localStorageColorSchemeManager({ key: KEPT_AS });

/**
 * Puts the kept colour scheme on the page before anything is drawn. Mantine's own script for it is
 * inline, which the console's Content-Security-Policy refuses.
 */
export function applyKeptScheme(): void {
  const kept: MantineColorScheme = schemeManager.get("auto");
  const dark = kept === "dark" || (kept === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";
}
