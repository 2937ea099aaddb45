import type { PersonDto } from '@contracts/api/identity';
import { Text, View } from '@tarojs/components';
import { useRef } from 'react';
import { Pressable } from '@/shared/ui/pressable';
import { useUiText } from '@/shared/ui/texts';
import { useSignInText } from '../texts';

/** A person with what they are in the factory. */
export function PersonRow({ person, onChoose }: { readonly person: PersonDto; readonly onChoose: (person: PersonDto) => Promise<void> }) {
  const t = useSignInText();
  const ui = useUiText();
  const underWay = useRef(false);
  const choose = async () => {
    if (underWay.current) return;
    underWay.current = true;
    await onChoose(person).finally(() => {
      underWay.current = false;
    });
  };
  return (
    <Pressable id={`person-${person.id}`} className='card' onPress={() => void choose()}>
      <View className='row'>
        <Text className='strong'>{person.name}</Text>
        <Text className='note'>{person.roles.map((role) => t(`role_${role}`)).join(ui('list_joined'))}</Text>
      </View>
    </Pressable>
  );
}
