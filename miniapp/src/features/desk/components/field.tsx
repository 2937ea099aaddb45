import { type ReactNode, useId } from 'react';

/** A label over what is filled in, and under it what is wrong with it. */
export function Field({
  label,
  problem,
  children,
}: {
  readonly label: string;
  readonly problem?: string | null;
  readonly children: (id: string, describedBy?: string) => ReactNode;
}) {
  const id = useId();
  const problemId = `${id}-problem`;
  return (
    <div className='field'>
      <label htmlFor={id} className='note'>
        {label}
      </label>
      {children(id, problem ? problemId : undefined)}
      {problem ? (
        <div id={problemId} className='note text-stop'>
          ■ {problem}
        </div>
      ) : null}
    </div>
  );
}
