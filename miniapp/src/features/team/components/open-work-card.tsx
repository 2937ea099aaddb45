import type { PersonDto } from '@contracts/api/identity';
import type { TaskDto } from '@contracts/api/workorders';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useTeamText } from '../texts';

type OpenWorkCardProps = {
  readonly task: TaskDto;
  readonly workers: readonly PersonDto[];
  readonly now: Date;
  readonly onGive: (task: TaskDto, person: PersonDto) => Promise<unknown>;
};

/** Work that lies ready and was given to nobody; unfolds to the people it can be given to. */
export function OpenWorkCard({ task, workers, now, onGive }: OpenWorkCardProps) {
  const t = useTeamText();
  const [choosing, setChoosing] = useState(false);
  const { operation, item, workOrder } = task;
  return (
    <LampCard lamp='idle' id={`open-${operation.id}`}>
      <View className='row'>
        <LampTag lamp='idle'>{t('ready', { ready: operation.readyQty })}</LampTag>
        <Text className='note'>
          {workOrder.orderNo}-{operation.seq} · {shortMoment(workOrder.dueAt, now)}
        </Text>
      </View>
      <View className='strong gap-top-small break'>{t('what', { item: item.name, operation: operation.name })}</View>
      <View className='actions'>
        {choosing ? (
          workers.map((person) => (
            <Button key={person.id} id={`give-${operation.id}-${person.id}`} kind='quiet' small onPress={() => onGive(task, person)}>
              {t('give_to', { name: person.name })}
            </Button>
          ))
        ) : (
          <Button id={`give-${operation.id}`} kind='side' small onPress={() => setChoosing(true)}>
            {t('give')}
          </Button>
        )}
      </View>
    </LampCard>
  );
}
