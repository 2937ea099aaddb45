import { Input } from '@tarojs/components';
import './words-input.css';

type WordsInputProps = {
  readonly id: string;
  readonly value: string;
  readonly placeholder: string;
  /** Whether it is typed into at once; a search beside other things waits to be touched. */
  readonly focus?: boolean;
  readonly onChange: (value: string) => void;
};

/** A line of words: a reason, a question, a name. */
export function WordsInput({ id, value, placeholder, focus = true, onChange }: WordsInputProps) {
  return (
    <Input
      id={id}
      className='words-input'
      value={value}
      placeholder={placeholder}
      maxlength={200}
      focus={focus}
      onInput={({ detail }) => onChange(detail.value)}
    />
  );
}
