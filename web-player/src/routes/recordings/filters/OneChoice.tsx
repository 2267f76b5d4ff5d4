import styles from "./filters.module.css";

interface Props {
  terms: readonly string[];
  chosen: string | undefined;
  label: (term: string) => string;
  /** What leaves all in. */
  any: string;
  onChoose: (term: string | undefined) => void;
}

/** One of some terms, or any. */
export function OneChoice({ terms, chosen, label, any, onChoose }: Props) {
  return (
    <>
      <button type="button" className={styles.option} aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
        {any}
      </button>
      {terms.map((term) => (
        <button key={term} type="button" className={styles.option} aria-pressed={chosen === term} onClick={() => onChoose(term)}>
          {label(term)}
        </button>
      ))}
    </>
  );
}
