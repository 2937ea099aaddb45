import { View } from '@tarojs/components';
import { Pressable } from '@/shared/ui/pressable';

type ChipChoiceProps<T extends string> = {
  readonly name: string;
  readonly options: readonly { readonly id: T; readonly words: string }[];
  readonly chosen: readonly T[];
  /** Keeps the order in which the options stand. */
  readonly onChange: (chosen: readonly T[]) => void;
};

/** Some of several things, each on or off. */
export function ChipChoice<T extends string>({ name, options, chosen, onChange }: ChipChoiceProps<T>) {
  const flip = (id: T) =>
    onChange(options.map((option) => option.id).filter((one) => (one === id ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <View className='chips gap-top-small'>
      {options.map(({ id, words }) => (
        <Pressable
          key={id}
          id={`${name}-${id}`}
          className={`chip${chosen.includes(id) ? ' chip-chosen' : ''}`}
          pressed={chosen.includes(id)}
          onPress={() => flip(id)}
        >
          {words}
        </Pressable>
      ))}
    </View>
  );
}
