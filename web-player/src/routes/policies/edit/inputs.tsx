import { TextInput, Textarea } from "@mantine/core";
import type { FieldName } from "../fields";
import { withReason } from "../form";
import type { Form } from "../form";
import type { Ask } from "./ask";

type TextField = { [Key in keyof Form]: Form[Key] extends string ? Key : never }[keyof Form] & FieldName;

interface Props {
  ask: Ask;
  name: TextField;
  label: string;
  hint?: string | undefined;
  /** How many lines it shows; one unless said. */
  rows?: number;
}

const ORDER = ["label", "input", "error", "description"] as const;

/** A text of the draft. */
export function Text({ ask, name, label, hint, rows }: Props) {
  const fault = ask.fault(name);
  const common = { label, description: hint, inputWrapperOrder: [...ORDER], value: ask.form[name], error: fault };
  if (rows === undefined)
    return <TextInput {...common} spellCheck={false} onChange={(event) => ask.set({ [name]: event.currentTarget.value })} />;
  return <Textarea {...common} rows={rows} onChange={(event) => ask.set({ [name]: event.currentTarget.value })} />;
}

interface NumeralProps extends Omit<Props, "rows"> {
  /** What is wrong with it, where that is known before the server says so. */
  fault?: string | undefined;
}

/** A number of the draft, kept as it was typed. */
export function Numeral({ ask, name, label, hint, fault }: NumeralProps) {
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={[...ORDER]}
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      value={ask.form[name]}
      error={fault ?? ask.fault(name)}
      onChange={(event) => ask.set({ [name]: event.currentTarget.value })}
    />
  );
}

interface ReasonProps {
  ask: Ask;
  measure: string;
  label: string;
  hint?: string;
}

/** Why one measure is as it is, in words for people. */
export function Reason({ ask, measure, label, hint }: ReasonProps) {
  const { reasons } = ask.form;
  return (
    <Textarea
      label={label}
      description={hint}
      inputWrapperOrder={[...ORDER]}
      rows={2}
      value={reasons.find((reason) => reason.measure === measure)?.why ?? ""}
      error={ask.fault("reasons")}
      onChange={(event) => ask.set({ reasons: withReason(reasons, measure, event.currentTarget.value) })}
    />
  );
}
