import type { AlertDto } from '@contracts/api/alerts';
import { Button } from '@/shared/ui/button';
import type { AlertSteps } from '../hooks/use-alert-steps';
import { useAlertText } from '../texts';

type TakeButtonProps = { readonly alert: AlertDto; readonly steps: AlertSteps; readonly main?: boolean };

/** Takes an alert on; gone once somebody has it. */
export function TakeButton({ alert, steps, main = false }: TakeButtonProps) {
  const t = useAlertText();
  if (alert.state !== 'open' || !steps.may('alerts.acknowledge')) return null;
  return (
    <Button id={`take-${alert.id}`} kind={main ? 'side' : 'quiet'} small onPress={() => steps.take(alert)}>
      {t('take')}
    </Button>
  );
}
