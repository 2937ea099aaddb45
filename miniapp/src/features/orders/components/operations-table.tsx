import type { OperationDto, WorkOrderDto } from '@contracts/api/workorders';
import { lasted } from '@/shared/time/show-time';
import { type Lamp, LampTag } from '@/shared/ui/lamp';
import { Press } from '../../desk/components/press';
import { WideTable } from '../../desk/components/wide-table';
import { namesOf, toneOf } from '../row-words';
import { useOrderText } from '../texts';

const LAMPS: Readonly<Record<OperationDto['status'], Lamp>> = { not_started: 'idle', running: 'run', on_hold: 'wait', finished: 'run' };
const COLUMNS = ['seq', 'name', 'station', 'people', 'good', 'scrap', 'ready', 'gate', 'state'] as const;
const NUMBERS = new Set<string>(['good', 'scrap', 'ready']);

type OperationsTableProps = {
  readonly order: WorkOrderDto;
  readonly now: Date;
  /** Asks for the first article of an operation again; absent for whoever may not. */
  readonly onRedo?: ((operation: OperationDto) => void) | undefined;
};

/** The routing that was frozen into an order, with how far each operation is. */
export function OperationsTable({ order, now, onRedo }: OperationsTableProps) {
  const t = useOrderText();
  return (
    <WideTable label={t('operations')}>
      <table>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} className={NUMBERS.has(column) ? 'number' : undefined}>
                {t(`col_${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.operations.map((operation) => (
            <tr key={operation.id}>
              <td>{operation.seq}</td>
              <td>
                <b>{operation.name}</b>
              </td>
              <td>{operation.station?.name ?? '–'}</td>
              <td>{operation.assignedTo.length > 0 ? namesOf(operation.assignedTo) : t('anybody')}</td>
              <td className='number'>
                {operation.goodQty} / {operation.targetQty}
              </td>
              <td className='number'>
                {operation.scrapQty}
                {operation.inReworkQty === '0' ? null : <div className='note'>{t('in_rework', { qty: operation.inReworkQty })}</div>}
              </td>
              <td className='number'>{operation.readyQty}</td>
              <td>
                <Gates operation={operation} now={now} />
                {onRedo && operation.firstArticle.state === 'passed' && operation.status !== 'finished' ? (
                  <Press kind='plain' className='link-press' id={`redo-${operation.seq}`} onPress={() => onRedo(operation)}>
                    {t('redo_first')}
                  </Press>
                ) : null}
              </td>
              <td className='moment'>
                <LampTag lamp={toneOf(operation) === 'stop' ? 'stop' : LAMPS[operation.status]}>{t(`op_${operation.status}`)}</LampTag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function Gates({ operation, now }: { readonly operation: OperationDto; readonly now: Date }) {
  const t = useOrderText();
  const gates = [operation.firstArticle, operation.finalRelease];
  return (
    <>
      {gates.map((gate) => {
        if (gate.state === 'not_required') return null;
        const waits = gate.state === 'open' || gate.state === 'failed';
        return (
          <div key={gate.kind} className={waits ? (gate.state === 'failed' ? 'text-stop' : 'text-wait') : 'note'}>
            {t(`gate_${gate.kind}`)} {t(`gate_${gate.state}`)}
            {gate.trigger ? t('gate_trigger', { why: t(`why_${gate.trigger}`) }) : ''}
            {gate.concession ? ` · ${t('gate_concession', { name: gate.concession.by.name, deviation: gate.concession.deviation })}` : ''}
            {waits && gate.since ? ` ${lasted(gate.since, now)}` : ''}
            {waits && gate.canBeLiftedBy.length > 0 ? ` · ${namesOf(gate.canBeLiftedBy)}` : ''}
          </div>
        );
      })}
    </>
  );
}
