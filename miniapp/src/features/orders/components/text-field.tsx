import { Field } from '../../desk/components/field';

type TextFieldProps = {
  readonly label: string;
  readonly problem?: string | null;
  readonly value: string;
  readonly numeric?: boolean;
  readonly onType: (value: string) => void;
};

/** A labelled line to fill in. */
export function TextField({ label, problem = null, value, numeric = false, onType }: TextFieldProps) {
  return (
    <Field label={label} problem={problem}>
      {(id, describedBy) => (
        <input
          id={id}
          className='box'
          maxLength={numeric ? 16 : 200}
          inputMode={numeric ? 'decimal' : 'text'}
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => onType(numeric ? event.target.value.trim() : event.target.value)}
        />
      )}
    </Field>
  );
}

/** Why something was not taken, where it was pressed. */
export function Refused({ why }: { readonly why: string | null }) {
  return why ? (
    <div className='text-stop' role='alert'>
      ■ {why}
    </div>
  ) : null;
}
