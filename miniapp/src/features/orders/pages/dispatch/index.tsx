import { useRef, useState } from 'react';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { Notice } from '@/shared/ui/notice';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { DeskPage } from '../../../desk/components/desk-page';
import { Press } from '../../../desk/components/press';
import { tell } from '../../../desk/delayed-action';
import { useMe } from '../../../desk/may';
import { dispatchWork, loadPeople, loadStations } from '../../api';
import { Lane } from '../../components/lane';
import { PoolGroups } from '../../components/pool-groups';
import { type LaneName, WorkCard } from '../../components/work-card';
import {
  asItWas,
  type DispatchBody,
  dispatchable,
  isLookedFor,
  type LaneId,
  type LaneKind,
  lanesOf,
  moved,
  type Work,
} from '../../dispatch-lanes';
import { useBoard } from '../../hooks/use-board';
import { useOrderText } from '../../texts';

const OPEN = { view: 'open' } as const;
/** Who reports work can be given work. */
const WORKING = new Set<string>(['worker', 'leader']);

/** Work on the left, people or stations on the right: dragged across, or given by the list on each card. */
export default function DispatchPage() {
  const t = useOrderText();
  const ui = useUiText();
  const me = useMe();
  const [kind, setKind] = useState<LaneKind>('people');
  const [words, setWords] = useState('');
  const board = useBoard(OPEN);
  const people = useRemote(loadPeople);
  const stations = useRemote(loadStations);
  const lifted = useRef<{ readonly work: Work; readonly from: LaneId } | null>(null);
  const all = dispatchable(board.value?.rows ?? []);
  const works = all.filter((work) => isLookedFor(work, words.trim()));
  const lanes: (LaneName & { readonly workshopIds: readonly string[] })[] =
    kind === 'people'
      ? (people.value?.items ?? [])
          .filter(({ roles }) => roles.some((role) => WORKING.has(role)))
          .map(({ id, name, workshopIds }) => ({ id, name, workshopIds }))
      : (stations.value?.items ?? []).map(({ code, name, workshopId }) => ({ id: code, name, workshopIds: [workshopId] }));
  const mayDispatch = me.may('workorders.dispatch');
  const targetsOf = ({ order }: Work) =>
    lanes.filter(({ workshopIds }) => workshopIds.includes(order.workshopId) || workshopIds.includes('*'));
  const nameOf = (lane: LaneId) => lanes.find(({ id }) => id === lane)?.name ?? t(kind === 'people' ? 'pool_people' : 'pool_stations');

  const send = async (work: Work, body: DispatchBody, to: LaneId, undoable: boolean) => {
    const words = { orderNo: work.order.orderNo, operation: work.operation.name };
    const answer = await dispatchWork(work.operation.id, body, newPressKey());
    if (!answer.ok) {
      const { title, detail } = explain(answer.failure);
      tell({ lamp: 'stop', words: t('dispatch_refused', { ...words, why: `${title} ${detail}`.trim() }), sent: null });
      return;
    }
    tell({
      lamp: 'run',
      words: t('dispatched', { ...words, name: nameOf(to) }),
      sent: { done: 1, refused: [], unsent: false },
      ...(undoable ? { undo: () => send(work, asItWas(work), lanesOf(work, kind)[0] ?? null, false) } : {}),
    });
  };
  const move = (work: Work, from: LaneId, to: LaneId) => (from === to ? undefined : send(work, moved(work, kind, from, to), to, true));
  const dropOn = (to: LaneId) => {
    const { current } = lifted;
    lifted.current = null;
    if (current) void move(current.work, current.from, to);
  };
  const worksOf = (lane: LaneId) => works.filter((work) => lanesOf(work, kind).includes(lane));
  const cardIn = (lane: LaneId) => (work: Work) => (
    <WorkCard
      key={work.operation.id}
      work={work}
      lane={lane}
      kind={kind}
      targets={targetsOf(work)}
      movable={mayDispatch}
      onLift={() => {
        lifted.current = { work, from: lane };
      }}
      onMove={(to) => void move(work, lane, to)}
    />
  );
  const pool = worksOf(null);
  return (
    <DeskPage room='dispatch' title={t('dispatch_title')}>
      <div className='filters'>
        <div className='search'>
          <input
            id='search-works'
            type='search'
            className='box'
            placeholder={t('search_works')}
            aria-label={t('search_works')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <Press pressed={kind === 'people'} id='by-people' onPress={() => setKind('people')}>
          {t('by_people')}
        </Press>
        <Press pressed={kind === 'stations'} id='by-stations' onPress={() => setKind('stations')}>
          {t('by_stations')}
        </Press>
        {me.workshops.length > 0 && !mayDispatch ? <span className='note'>{t('no_right', { who: t('who_planner') })}</span> : null}
      </div>
      {board.value && all.length === 0 ? <Notice lamp='idle' title={t('dispatch_empty')} detail={t('dispatch_empty_detail')} /> : null}
      {all.length > 0 && works.length === 0 ? (
        <Notice lamp='idle' title={t('no_such_work')} action={{ text: t('all_works'), onPress: () => setWords('') }} />
      ) : null}
      {!board.value && board.failure ? (
        <Notice lamp='wait' {...explain(board.failure)} action={{ text: ui('try_again'), onPress: board.reload }} />
      ) : null}
      {!board.value && !board.failure ? <Skeleton cards={4} /> : null}
      {works.length > 0 ? (
        <div className='lanes'>
          <Lane
            id='pool'
            name={t(kind === 'people' ? 'pool_people' : 'pool_stations')}
            count={pool.length}
            empty={t('pool_empty')}
            onDrop={() => dropOn(null)}
          >
            <PoolGroups works={pool} searching={words.trim() !== ''} card={cardIn(null)} />
          </Lane>
          <div className='lane-grid'>
            {lanes.map(({ id, name }) => {
              const theirs = worksOf(id);
              return (
                <Lane
                  key={id}
                  id={id}
                  name={name}
                  count={theirs.length}
                  empty={mayDispatch ? t('lane_empty', { name }) : ''}
                  onDrop={() => dropOn(id)}
                >
                  {theirs.map(cardIn(id))}
                </Lane>
              );
            })}
          </div>
        </div>
      ) : null}
    </DeskPage>
  );
}
