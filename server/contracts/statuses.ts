/** B-1.1. Side states are `on_hold` and `cancelled`; `closed` is terminal. */
export const WORK_ORDER_STATUSES = ['draft', 'released', 'in_process', 'completed', 'closed', 'on_hold', 'cancelled', 'deleted'] as const;
export type WorkOrderStatus = (typeof WORK_ORDER_STATUSES)[number];

/** `running` while somebody's time segment is open, `on_hold` when all have paused, `finished` when its input is accounted for. */
export const OPERATION_STATUSES = ['not_started', 'running', 'on_hold', 'finished'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** A gate as a state of the operation (B-6.1, B-6.2). `open` waits for an inspector; `failed` locks until it is opened again. */
export const GATE_STATES = ['not_required', 'due', 'open', 'passed', 'failed'] as const;
export type GateState = (typeof GATE_STATES)[number];

export const LINK_KINDS = ['finish_to_start', 'overlap'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
