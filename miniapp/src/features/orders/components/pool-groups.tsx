import { type ReactNode, useState } from 'react';
import { Press } from '../../desk/components/press';
import { READINESS, type Readiness, readinessOf, type Work } from '../dispatch-lanes';
import { useOrderText } from '../texts';

/** Fewer cards than this are seen at a glance. */
const AT_A_GLANCE = 8;

type PoolGroupsProps = {
  readonly works: readonly Work[];
  /** What is looked for is shown, whatever is folded. */
  readonly searching: boolean;
  readonly card: (work: Work) => ReactNode;
};

/** The work that nobody has, by whether it can be begun: what waits for the operation before it is folded away while there is much. */
export function PoolGroups({ works, searching, card }: PoolGroupsProps) {
  const t = useOrderText();
  const [shut, setShut] = useState<ReadonlySet<Readiness>>(new Set(['waiting']));
  if (works.length <= AT_A_GLANCE) return <>{works.map(card)}</>;
  const flip = (readiness: Readiness) =>
    setShut((now) => new Set(now.has(readiness) ? [...now].filter((one) => one !== readiness) : [...now, readiness]));
  return (
    <>
      {READINESS.map((readiness) => {
        const group = works.filter((work) => readinessOf(work) === readiness);
        const open = searching || !shut.has(readiness);
        return group.length === 0 ? null : (
          <li key={readiness}>
            <Press kind='plain' id={`group-${readiness}`} className='lane-group' expanded={open} onPress={() => flip(readiness)}>
              <span aria-hidden>{open ? '▾' : '▸'}</span>
              {t(`group_${readiness}`, { count: group.length })}
            </Press>
            {open ? <ul className='lane-works'>{group.map(card)}</ul> : null}
          </li>
        );
      })}
    </>
  );
}
