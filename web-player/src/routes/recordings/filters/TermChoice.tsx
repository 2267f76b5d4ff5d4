import { useRef, useState } from "react";
import styles from "./filters.module.css";

interface Props<Term extends string> {
  terms: readonly Term[];
  chosen: readonly Term[];
  label: (term: Term) => string;
  /** `again`: after the first change since it was opened. */
  onChange: (terms: Term[], again: boolean) => void;
}

/** Any of some terms. Each change shows at once. */
export function TermChoice<Term extends string>({ terms, chosen: before, label, onChange }: Props<Term>) {
  const [chosen, setChosen] = useState(before);
  const again = useRef(false);
  const toggle = (term: Term) => {
    const now = terms.filter((each) => (each === term ? !chosen.includes(each) : chosen.includes(each)));
    setChosen(now);
    onChange(now, again.current);
    again.current = true;
  };
  return terms.map((term) => (
    <label key={term} className={styles.option}>
      <input type="checkbox" checked={chosen.includes(term)} onChange={() => toggle(term)} />
      {label(term)}
    </label>
  ));
}
