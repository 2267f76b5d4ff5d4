import type { ReactNode } from "react";
import { Chip } from "../recordings/filters/Chip";
import filters from "../recordings/filters/filters.module.css";

interface Props<Id extends string> {
  name: string;
  /** What choosing none is called. */
  any: string;
  of: readonly { id: Id; name: string; glyph?: ReactNode }[];
  chosen: Id | undefined;
  /** What one that is not among them is called. */
  other?: (id: Id) => string;
  onChoose: (id: Id | undefined) => void;
}

/** A filter that asks for one of some, or for any. */
export function OneChip<Id extends string>({ name, any, of, chosen, other, onChoose }: Props<Id>) {
  const value = chosen && (of.find(({ id }) => id === chosen)?.name ?? other?.(chosen) ?? chosen);
  return (
    <Chip name={name} value={value} onClear={() => onChoose(undefined)}>
      {(close) => {
        const option = (id: Id | undefined, face: ReactNode) => (
          <button
            key={id ?? ""}
            type="button"
            className={filters.option}
            aria-pressed={chosen === id}
            onClick={() => {
              onChoose(id);
              close();
            }}
          >
            {face}
          </button>
        );
        return [option(undefined, any), ...of.map((one) => option(one.id, <>{one.glyph} {one.name}</>))];
      }}
    </Chip>
  );
}
