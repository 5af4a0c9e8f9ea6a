import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { RouterProvider } from "react-router";
import { AccentContext } from "./accent";
import { router } from "./router";
import { SessionWatch } from "./session";
import { toaster } from "@/lib/toast";
import { cssVariables, DEFAULT_ACCENT, themeFor } from "./theme";
import type { AccentName } from "./palettes";

/**
 * Answers stay fresh 30 s unless the change feed says otherwise; lost answers are retried by the client itself. Without
 * network a question fails at once, so that the page can say so, and is asked again when the network is back.
 */
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: true, refetchOnReconnect: true, networkMode: "always" }, mutations: { retry: false, networkMode: "always" } },
});

export function App() {
  const [accent, setAccent] = useState<AccentName>(DEFAULT_ACCENT);
  const theme = useMemo(() => themeFor(accent), [accent]);
  const handle = useMemo(() => ({ accent, setAccent }), [accent]);
  return (
    <QueryClientProvider client={queries}>
      <AccentContext.Provider value={handle}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
          <SessionWatch />
          <toaster.Slot />
          <RouterProvider router={router} />
        </MantineProvider>
      </AccentContext.Provider>
    </QueryClientProvider>
  );
}
