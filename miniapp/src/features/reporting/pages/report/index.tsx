import type { TaskDto } from '@contracts/api/workorders';
import { formatQuantity } from '@contracts/quantity';
import { Text } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { useTask } from '@/features/tasks/hooks/use-task';
import { operationNo } from '@/features/tasks/work-facts';
import { useAttached } from '@/shared/media/use-attached';
import { goBack } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useAfter } from '@/shared/time/use-after';
import { Button } from '@/shared/ui/button';
import { LampTag } from '@/shared/ui/lamp';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { AskOverProduction } from '../../components/ask-over-production';
import { GoodCard } from '../../components/good-card';
import { Keypad } from '../../components/keypad';
import { ScrapCard } from '../../components/scrap-card';
import { draftNameOf } from '../../draft-name';
import { expectedQty, isFirstArticleOpen } from '../../expected-qty';
import { useAllowedMore } from '../../hooks/use-allowed-more';
import { usePiecePrice } from '../../hooks/use-piece-price';
import { useReport } from '../../hooks/use-report';
import { overAfterRefusal, overTyped } from '../../over-production';
import { readyAfterRefusal } from '../../ready-after-refusal';
import { allowMore, draftProblem, limitTo, newDraft, typeKey } from '../../report-draft';
import { submitWords } from '../../submit-words';
import { useReportingText } from '../../texts';

/** Longer than this nobody waits at a machine; what the phone last knew is good enough to begin with. */
const PATIENCE_MS = 1_500;

export default function ReportPage() {
  const t = useReportingText();
  const ui = useUiText();
  const { remote, task } = useTask(useRouter().params.operationId ?? '');
  const waitedEnough = useAfter(PATIENCE_MS);
  // The figures are proposed once, from the newest that can be had in time: they must not change under the finger.
  const [proposed, setProposed] = useState<TaskDto | null>(null);
  if (!proposed && task && (!remote.loading || waitedEnough)) setProposed(task);
  if (proposed) return <ReportForm task={proposed} live={task} reload={remote.reload} />;
  return (
    <Page title={t('title')}>
      {remote.failure && !task ? (
        <Notice lamp='wait' {...explain(remote.failure)} action={{ text: ui('try_again'), onPress: remote.reload }} />
      ) : (
        <Skeleton cards={2} />
      )}
    </Page>
  );
}

type ReportFormProps = {
  /** As it was when the figures were proposed. */
  readonly task: TaskDto;
  /** As it is known now. */
  readonly live: TaskDto | null;
  readonly reload: () => Promise<void>;
};

function ReportForm({ task, live, reload }: ReportFormProps) {
  const t = useReportingText();
  const ui = useUiText();
  const { item, operation } = task;
  const [draft, setDraft] = useState(() => newDraft(operation.readyQty, item.unit.decimals, expectedQty(operation)));
  const price = usePiecePrice(task);
  const attached = useAttached(draftNameOf(operation.id));
  const { told, report } = useReport(attached);
  // What was refused above what the order allows, until the next report: the figures have given way by then.
  const [overRefused, setOverRefused] = useState<number | null>(null);
  const { allowed, watch } = useAllowedMore(live, reload, draft.ready);
  const [raised, setRaised] = useState(false);
  if (allowed !== null) {
    setDraft(allowMore(draft, allowed));
    setOverRefused(null);
    setRaised(true);
  }
  const over = overTyped(draft, operation) ?? overRefused;
  const problem = draftProblem(draft);
  const submitDraft = async () => {
    const refusal = await report(task, draft);
    const ready = refusal ? readyAfterRefusal(refusal) : null;
    setOverRefused(refusal ? overAfterRefusal(refusal) : null);
    if (ready !== null) setDraft((before) => limitTo(before, ready));
  };
  const side = (
    <Text>
      {operationNo(task)} · {operation.name}
    </Text>
  );
  if (operation.readyQty === '0' && !operation.first) {
    return (
      <Page title={t('title')} side={side}>
        <Notice lamp='wait' title={t('nothing_ready')} detail={t('nothing_ready_detail')} action={{ text: ui('back'), onPress: goBack }} />
      </Page>
    );
  }
  const submit = (
    <Button id='submit' kind={problem ? 'quiet' : 'main'} onPress={() => (problem ? undefined : submitDraft())}>
      {submitWords(t, draft, price, item.unit.name)}
    </Button>
  );
  return (
    <Page title={t('title')} side={side} foot={submit}>
      <GoodCard draft={draft} unit={item.unit.name} onChange={setDraft} />
      {isFirstArticleOpen(operation) ? <LampTag lamp='wait'>{t('first_article_open')}</LampTag> : null}
      <ScrapCard draft={draft} unit={item.unit.name} onChange={setDraft} attached={attached} />
      <Told told={told} />
      {raised && over === null ? (
        <Notice id='over-allowed' lamp='run' title={t('over_allowed', { qty: formatQuantity(draft.ready), unit: item.unit.name })} />
      ) : null}
      {over === null ? null : (
        <AskOverProduction id='over' operationId={operation.id} over={over} unit={item.unit.name} media={attached.items} onAsked={watch} />
      )}
      <Keypad decimals={draft.decimals} onKey={(key) => setDraft(typeKey(draft, key))} />
    </Page>
  );
}
