import { View } from '@tarojs/components';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { Notice } from '@/shared/ui/notice';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { loadDemoPeople } from '../api';
import { useSignInText } from '../texts';
import { PersonRow } from './person-row';

/** The people of the demonstration factory, to be one of. */
export function DemoPeople({ onChoose }: { readonly onChoose: (personId: string) => Promise<void> }) {
  const t = useSignInText();
  const ui = useUiText();
  const { value, failure, reload } = useRemote(loadDemoPeople);
  return (
    <>
      <View className='col' style={{ padding: '0 2px' }}>
        <View className='title'>{t('who')}</View>
        <View className='note'>{t('who_detail')}</View>
      </View>
      {value?.items.map((person) => (
        <PersonRow key={person.id} person={person} onChoose={({ id }) => onChoose(id)} />
      ))}
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={5} /> : null}
    </>
  );
}
