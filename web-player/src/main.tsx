import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import "./styles.css";
import { sessionQuery } from "./queries";
import { createQueries, watchReturning } from "./session";
import { createConsole } from "./router";
import { applyKeptScheme, schemeManager, theme } from "./theme";
import { trustStylesOnly } from "./trusted";
import { i18n, startLanguage } from "./words/language";

trustStylesOnly();
applyKeptScheme();

const queries = createQueries(() => void router.invalidate());
const router = createConsole(queries);
watchReturning(queries, () => void router.invalidate());

const words = startLanguage();
// Asked for at the same time as the words, since both are needed before anything is shown.
void queries.prefetchQuery(sessionQuery);
await words;

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <MantineProvider theme={theme} colorSchemeManager={schemeManager} defaultColorScheme="auto">
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
