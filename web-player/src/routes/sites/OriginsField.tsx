import { Button, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import screen from "../../states/screen.module.css";
import { readOrigins } from "./origins";

interface Props {
  value: string;
  onChange: (value: string) => void;
  /** Whether to point out what is wrong. */
  tried: boolean;
  /** Those on which drafts are tried, of which there may be none, instead of the site's own. */
  test?: boolean;
}

/** Origins, one per line; each that is none is named, with what may have been meant. */
export function OriginsField({ value, onChange, tried, test = false }: Props) {
  const { t } = useTranslation("sites");
  const faults = tried ? readOrigins(value, test ? 0 : 1).faults : [];
  const suggested = faults.flatMap(({ text, suggestion }) => (suggestion ? [{ text, suggestion }] : []));
  return (
    <div>
      <Textarea
        label={t(test ? "testOrigins" : "origins")}
        description={t(test ? "testOriginsHint" : "originsHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        rows={test ? 2 : 3}
        spellCheck={false}
        autoCapitalize="none"
        placeholder={test ? "https://test.shop.example" : "https://shop.example"}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={faults.length > 0 && faults.map(({ text, fault }) => <span key={text}>{t(`fault.${fault}`, { text })} </span>)}
      />
      {suggested.length > 0 && (
        <div className={screen.actions}>
          {suggested.map(({ text, suggestion }) => (
            <Button key={text} mt={8} size="xs" variant="default" onClick={() => onChange(value.replace(text, suggestion))}>
              {t("useSuggestion", { origin: suggestion })}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
