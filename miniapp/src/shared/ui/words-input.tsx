import { Input } from '@tarojs/components';
import './words-input.css';

type WordsInputProps = {
  readonly id: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
};

/** A line of words: a reason, a question. */
export function WordsInput({ id, value, placeholder, onChange }: WordsInputProps) {
  return (
    <Input
      id={id}
      className='words-input'
      value={value}
      placeholder={placeholder}
      maxlength={200}
      focus
      onInput={({ detail }) => onChange(detail.value)}
    />
  );
}
