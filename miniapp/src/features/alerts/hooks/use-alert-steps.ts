import type { AlertDto } from '@contracts/api/alerts';
import type { UnplacedReportDto } from '@contracts/api/reporting';
import type { OrderChangeDto } from '@contracts/api/workorders';
import type { Permission } from '@contracts/permissions';
import { useMay } from '@/features/home/hooks/use-permissions';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useUiText } from '@/shared/ui/texts';
import type { ToldWords } from '@/shared/ui/told';
import { acknowledge, answerChange, type ChangeAnswer, nudge, settleUnplaced } from '../api';
import { useAlertText } from '../texts';

export type AlertSteps = {
  readonly told: ToldWords | null;
  readonly may: (permission: Permission) => boolean;
  readonly take: (alert: AlertDto) => Promise<boolean>;
  readonly nudge: (operationId: string) => Promise<boolean>;
  readonly settle: (report: UnplacedReportDto, resolution: string) => Promise<boolean>;
  readonly answer: (change: OrderChangeDto, answer: ChangeAnswer) => Promise<boolean>;
};

/** The next steps an alert offers. Each counts only once the server has said so. */
export function useAlertSteps(reload: () => Promise<void>): AlertSteps {
  const t = useAlertText();
  const ui = useUiText();
  const may = useMay();
  const { told, press } = useOnlinePress(reload);
  return {
    told,
    may,
    take: (alert) =>
      press(
        `take/${alert.id}`,
        (key) => acknowledge(alert.id, key),
        () => ({ lamp: 'run', title: t('taken'), detail: t('taken_detail') }),
      ),
    nudge: (operationId) =>
      press(
        `nudge/${operationId}`,
        (key) => nudge(operationId, key),
        ({ told: people }) => ({
          lamp: 'run',
          title: t('nudged', { names: people.map(({ name }) => name).join(ui('list_joined')) }),
          detail: t('nudged_detail'),
        }),
      ),
    settle: (report, resolution) =>
      press(
        `settle/${report.id}/${resolution}`,
        (key) => settleUnplaced(report.id, resolution, key),
        ({ reportNo, person }) => ({
          lamp: 'run',
          title: t('unplaced_done', { no: reportNo }),
          detail: t('unplaced_done_detail', { name: person.name }),
        }),
      ),
    answer: (change, answer) =>
      press(
        `answer/${change.id}/${JSON.stringify(answer)}`,
        (key) => answerChange(change.id, answer, key),
        () => ({
          lamp: answer.answer === 'accepted' ? 'run' : 'note',
          title: t('choice' in answer && answer.choice ? 'answered_choice' : `answered_${answer.answer}`),
          detail: t('answered_detail', { name: change.requestedBy.name }),
        }),
      ),
  };
}
