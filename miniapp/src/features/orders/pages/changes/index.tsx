import { useDidShow } from '@tarojs/taro';
import { useCallback, useState } from 'react';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { DeskPage } from '../../../desk/components/desk-page';
import { Press } from '../../../desk/components/press';
import { useMe } from '../../../desk/may';
import { type ChangeState, loadChanges } from '../../api';
import { ChangesTable } from '../../components/changes-table';
import { useOrderText } from '../../texts';

const STATES: readonly ChangeState[] = ['open', 'question', 'accepted', 'refused'];

/** What planners want changed, for the workshop to accept, to ask about or to refuse. */
export default function OrderChangesPage() {
  const t = useOrderText();
  const ui = useUiText();
  const now = useNow();
  const me = useMe();
  const [state, setState] = useState<ChangeState>('open');
  const ask = useCallback(() => loadChanges({ state }), [state]);
  const changes = useRemote(ask);
  useDidShow(() => void changes.reload());
  // While another state is being asked for, the answers to the last one are not its list.
  const shown = changes.value?.items.filter((change) => change.state === state);
  return (
    <DeskPage room='orderChanges' title={t('changes_title')}>
      <div className='filters'>
        {STATES.map((one) => (
          <Press key={one} id={`state-${one}`} pressed={one === state} onPress={() => setState(one)}>
            {t(`changes_${one}`)}
          </Press>
        ))}
      </div>
      {shown && shown.length > 0 ? (
        <ChangesTable changes={shown} now={now} mayAnswer={me.may('workorders.answer_change')} onAnswered={() => void changes.reload()} />
      ) : null}
      {shown?.length === 0 && !changes.loading ? (
        <Notice id='no-changes' lamp='idle' title={t('changes_empty')} detail={t('changes_empty_detail')} />
      ) : null}
      {!changes.value && changes.failure ? (
        <Notice lamp='wait' {...explain(changes.failure)} action={{ text: ui('try_again'), onPress: changes.reload }} />
      ) : null}
      {!changes.value && !changes.failure ? <Skeleton cards={3} /> : null}
    </DeskPage>
  );
}
