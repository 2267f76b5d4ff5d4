import { follow } from "./follow";

/** What `gtag("consent", "update", …)` lays down: an `arguments` object. */
type Entry = ArrayLike<unknown> | undefined;

follow("Google Consent Mode", { ux: "analytics_storage" }, (data) => (tell) => {
  const page = window as unknown as Record<string, unknown[] | undefined>;
  const layer = (page[data.layer ?? "dataLayer"] ??= []);
  const said: Record<string, string> = {};
  const read = (entry: Entry): void => {
    // A default is the page's, not the visitor's.
    if (entry?.[0] !== "consent" || entry[1] !== "update") return;
    Object.assign(said, entry[2]);
    tell((name) => (name in said ? said[name] === "granted" : undefined));
  };
  const push = layer.push;
  layer.push = (...entries) => {
    const length = push.apply(layer, entries);
    entries.forEach((entry) => read(entry as Entry));
    return length;
  };
  layer.forEach((entry) => read(entry as Entry));
});
