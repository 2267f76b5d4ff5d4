import type { TFunction } from "i18next";
import type { Line } from "../../api/recording";
import { formatLength } from "../../format";

type Words = TFunction<"transcript">;

const CHOICES = ["checkbox", "radio", "list", "file", "slider"] as const;

/** What a line says, in the language of `t`: "clicked a button twice". It holds no text of the page. */
export function describeLine(line: Line, t: Words): string {
  const text = describeOnce(line, t);
  const count = line.count ?? 1;
  if (count < 2) return text;
  return count === 2 ? t("twice", { text }) : t("times", { text, count });
}

function describeOnce(line: Line, t: Words): string {
  const what = t(`what.${line.what ?? usual(line.kind)}`);
  switch (line.kind) {
    case "opened": {
      const page = line.page ?? 1;
      return line.route === undefined ? t("line.opened", { page }) : t("line.openedRoute", { page, route: line.route });
    }
    case "chose": {
      const choice = CHOICES.find((known) => known === line.what);
      return choice === undefined ? t("line.chose", { what }) : t(`chose.${choice}`);
    }
    case "waited":
      return t("line.waited", { time: formatLength(line.for_ms ?? 0) });
    case "resized":
      return t("line.resized", { width: line.width ?? 0, height: line.height ?? 0 });
    case "scrolled":
    case "ended":
    case "other":
      return t(`line.${line.kind}`);
    default:
      return t(`line.${line.kind}`, { what });
  }
}

/** What a line is about that does not say so. */
function usual(kind: Line["kind"]): "field" | "media" | "element" {
  if (kind === "typed" || kind === "chose" || kind === "entered") return "field";
  return kind === "played" || kind === "paused" ? "media" : "element";
}
