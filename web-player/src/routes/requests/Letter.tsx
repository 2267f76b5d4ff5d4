import { Button, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import { writeLetter } from "../../api/requests";
import type { CustomerRequest, LetterKind } from "../../api/requests";
import { Reading } from "../../states/Reading";
import reading from "../../states/reading.module.css";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { oneOf } from "../../terms";
import { LANGUAGES } from "../../words/words";

interface Props {
  request: CustomerRequest;
  /** Those that may be true; at least one. */
  kinds: LetterKind[];
  certificates: string[];
}

/** The letter that answers, in both languages: for a person to complete and send. */
export function Letter({ request, kinds, certificates }: Props) {
  const { t } = useTranslation(["requests", "shell"]);
  const [chosen, setChosen] = useState<LetterKind>();
  const kind = oneOf(kinds, chosen) ?? kinds[0];
  const writing = useMutation({
    mutationFn: async (wanted: LetterKind) => {
      const of = { kind: wanted, certificates: wanted === "erasure" ? certificates : [] };
      const [fr, en] = await Promise.all([writeLetter(request, { ...of, language: "fr" }), writeLetter(request, { ...of, language: "en" })]);
      return { kind: wanted, fr, en };
    },
  });
  if (kind === undefined) return null;
  const isUntrue = isApiProblem(writing.error) && writing.error.field === "kind";
  const letter = writing.data;
  return (
    <section className={screen.section} aria-labelledby="letter">
      <h2 id="letter">{t("letter.title")}</h2>
      <p className="quiet">{t("letter.text")}</p>
      <div className={screen.form}>
        <NativeSelect
          label={t("letter.kind")}
          value={kind}
          onChange={(event) => setChosen(oneOf(kinds, event.currentTarget.value))}
          data={kinds.map((value) => ({ value, label: t(`letter.kinds.${value}`) }))}
        />
        <div className={screen.actions}>
          <Button variant="default" loading={writing.isPending} onClick={() => writing.mutate(kind)}>
            {t("letter.write")}
          </Button>
        </div>
      </div>
      {isUntrue ? (
        <p role="alert" className="failure">
          {t("letter.notTrue", { kind: t(`letter.kinds.${writing.variables ?? kind}`) })}
        </p>
      ) : (
        <Trouble error={writing.error} />
      )}
      {letter && (
        <div className={reading.pair}>
          {LANGUAGES.map((language) => (
            <Reading
              key={language}
              language={language}
              text={letter[language]}
              name={`${t(`letter.kinds.${letter.kind}`)}, ${t(`shell:languages.${language}`)}`}
              copy={t("letter.copy")}
              download={t("letter.download")}
              file={`revoir-${letter.kind}-${language}.txt`}
            />
          ))}
        </div>
      )}
    </section>
  );
}
