import { follow, SERVICES } from "./follow";

interface Axeptio {
  on(event: string, act: (choices: Record<string, boolean | undefined>) => void): void;
}

follow("Axeptio", SERVICES, () => (tell) => {
  const page = window as unknown as { _axcb?: ((axeptio: Axeptio) => void)[] };
  (page._axcb ??= []).push((axeptio) => axeptio.on("cookies:complete", (choices) => tell((name) => choices[name])));
});
