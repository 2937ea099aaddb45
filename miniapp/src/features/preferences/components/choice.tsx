import { View } from '@tarojs/components';
import { Pressable } from '@/shared/ui/pressable';

type ChoiceProps<T extends string | number> = {
  readonly title: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly words: (option: T) => string;
  readonly onChoose: (option: T) => void;
};

/** One of a few. */
export function Choice<T extends string | number>({ title, options, chosen, words, onChoose }: ChoiceProps<T>) {
  return (
    <View className='card' role='group' aria-label={title}>
      <View className='note'>{title}</View>
      <View className='chips gap-top-small'>
        {options.map((option) => (
          <Pressable
            key={option}
            className={`chip${option === chosen ? ' chip-chosen' : ''}`}
            pressed={option === chosen}
            onPress={() => onChoose(option)}
          >
            {words(option)}
          </Pressable>
        ))}
      </View>
    </View>
  );
}
