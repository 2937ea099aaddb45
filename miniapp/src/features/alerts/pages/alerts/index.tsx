import { Text } from '@tarojs/components';
import { RoleBar } from '@/features/home/components/role-bar';
import { useMay } from '@/features/home/hooks/use-permissions';
import { useSession } from '@/shared/auth/session';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { explain } from '@/shared/request/explain';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { AlertCard } from '../../components/alert-card';
import { UnplacedCard } from '../../components/unplaced-card';
import { useAlertSteps } from '../../hooks/use-alert-steps';
import { useAlerts } from '../../hooks/use-alerts';
import { useAlertText } from '../../texts';

/** The first page of a leader: what goes wrong, what needs somebody first. */
export default function AlertsPage() {
  return useSignedIn() ? <Alerts /> : null;
}

function Alerts() {
  const t = useAlertText();
  const ui = useUiText();
  const now = useNow();
  const personId = useSession()?.person.id ?? '';
  const may = useMay();
  const { value, failure, reload } = useAlerts(may('reporting.resolve_unplaced'));
  const steps = useAlertSteps(reload);
  const open = value ? value.alerts.filter(({ state }) => state === 'open').length + value.unplaced.length : 0;
  return (
    <Page
      title={t('title')}
      back={false}
      side={value ? <Text>{t('to_do', { count: open })}</Text> : null}
      foot={<RoleBar here='alerts' counts={value ? { alerts: open } : {}} />}
    >
      <Told told={steps.told} />
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {value?.unplaced.map((report) => (
        <UnplacedCard key={report.id} report={report} now={now} onSettle={(resolution) => steps.settle(report, resolution)} />
      ))}
      {value?.alerts.map((alert) => (
        <AlertCard
          key={alert.id}
          alert={alert}
          personId={personId}
          now={now}
          steps={steps}
          changes={value.changes}
          inspections={value.inspections}
        />
      ))}
      {value?.alerts.length === 0 && value.unplaced.length === 0 ? (
        <Notice id='no-alerts' lamp='run' title={t('empty')} detail={t('empty_detail')} />
      ) : null}
      {!value && !failure ? <Skeleton cards={3} /> : null}
    </Page>
  );
}
