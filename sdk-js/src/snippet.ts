import { install } from "./loader";

try {
  install(window, document.currentScript as HTMLScriptElement | null);
} catch {
  // A page that the loader does not understand stays as it was.
}
