import type { InspectionDto } from '@contracts/api/quality';
import { View } from '@tarojs/components';
import { open } from '@/shared/navigation';
import { lasted } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { useUiText } from '@/shared/ui/texts';
import { factOf } from '../alert-facts';
import { useAlertText } from '../texts';
import { AlertFrame } from './alert-frame';
import type { AlertCardProps } from './late-alert';
import { NudgeButton } from './nudge-button';
import { TakeButton } from './take-button';

type GateAlertProps = AlertCardProps & { readonly inspection: InspectionDto | undefined };

/** An inspection that is waited for too long: whoever inspects goes there, everybody else asks them to. */
export function GateAlert({ alert, personId, now, steps, inspection }: GateAlertProps) {
  const t = useAlertText();
  const ui = useUiText();
  const kind = factOf(alert, 'kind') === 'final_release' ? 'final_release' : 'first_article';
  const names = alert.owners.map(({ name }) => name).join(ui('list_joined'));
  return (
    <AlertFrame
      alert={alert}
      personId={personId}
      tag={t(`tag_gate_${kind}`, { lasted: lasted(factOf(alert, 'since'), now) })}
      title={`${factOf(alert, 'orderNo')} ${factOf(alert, 'itemName')} · ${factOf(alert, 'operationName')}`}
    >
      <View className='note'>{t('gate', { names })}</View>
      <View className='actions'>
        <TakeButton alert={alert} steps={steps} />
        {steps.may('quality.inspect') ? (
          <Button id={`inspect-${alert.id}`} small onPress={() => open('inspections')}>
            {t('inspect')}
          </Button>
        ) : null}
        {inspection && !steps.may('quality.inspect') ? (
          <NudgeButton operation={{ id: inspection.operationId, name: inspection.operationName }} people={alert.owners} steps={steps} />
        ) : null}
      </View>
    </AlertFrame>
  );
}
