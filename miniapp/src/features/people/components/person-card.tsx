import type { PersonAccessDto } from '@contracts/api/identity';
import { Text, View } from '@tarojs/components';
import { open } from '@/shared/navigation';
import { LampTag } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { useUiText } from '@/shared/ui/texts';
import { doorWords, LAMP_OF, stateWords } from '../access-words';
import { usePeopleText } from '../texts';

/** Somebody in the list: who, what they are, and whether they get in. */
export function PersonCard({ access, now }: { readonly access: PersonAccessDto; readonly now: Date }) {
  const t = usePeopleText();
  const ui = useUiText();
  const { person, state } = access;
  return (
    <Pressable id={`person-${person.id}`} className='card' onPress={() => void open('person', { personId: person.id, name: person.name })}>
      <View className='row'>
        <View className='row' style={{ justifyContent: 'flex-start' }}>
          <Text className='strong break'>{person.name}</Text>
          <Text className='note'>{person.roles.map((role) => t(`role_${role}`)).join(ui('list_joined'))}</Text>
        </View>
        <LampTag lamp={LAMP_OF[state]}>{stateWords(access, now)}</LampTag>
      </View>
      {state === 'departed' ? null : <View className='note gap-top-small break'>{doorWords(access, now)}</View>}
    </Pressable>
  );
}
