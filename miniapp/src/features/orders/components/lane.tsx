import { type ReactNode, useState } from 'react';

type LaneProps = {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  /** Said while nothing is in it. */
  readonly empty: string;
  readonly onDrop: () => void;
  readonly children: ReactNode;
};

/** A person, a station or the pool; what is dropped on it becomes theirs. */
export function Lane({ id, name, count, empty, onDrop, children }: LaneProps) {
  const [over, setOver] = useState(false);
  return (
    <section
      className={`lane${id === 'pool' ? ' lane-pool' : ''}${over ? ' lane-over' : ''}`}
      aria-label={name}
      data-lane={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
    >
      <div className='lane-head'>
        <span>{name}</span>
        <span>{count}</span>
      </div>
      {count === 0 ? <div className='lane-empty'>{empty}</div> : null}
      <ul className='lane-works'>{children}</ul>
    </section>
  );
}
