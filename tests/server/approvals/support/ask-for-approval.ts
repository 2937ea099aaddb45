import * as z from 'zod/mini';
import { ONE_PENDING_APPROVAL, openApproval } from '../../../../server/modules/approvals';
import { accepted, defineCommand } from '../../../../server/platform';
import { asPerson, type TestFactory, type TestPerson } from '../../../support';

/** Stands for the rooms that ask for approvals: a command that opens one in its transaction. */
export const askForApproval = defineCommand({
  name: 'test.ask-for-approval',
  permission: 'reporting.request_over_production',
  input: z.strictObject({ subject: z.string(), workshopId: z.optional(z.string()), approverIds: z.array(z.string()) }),
  againIfLostTo: [ONE_PENDING_APPROVAL],
  async run({ subject, workshopId, approverIds }, context) {
    const approvalId = await openApproval(
      {
        kind: 'over_production',
        subject,
        ...(workshopId === undefined ? {} : { workshopId }),
        facts: [
          { label: 'orderNo', value: 'WO-0309' },
          { label: 'qty', value: '15 件' },
          { label: '模具号', value: 'M-7' },
        ],
        reason: '补发客户的备件',
        approverIds,
        carry: { operationId: subject, qty: '15' },
      },
      context,
    );
    return accepted({ approvalId });
  },
});

export async function openFor(
  factory: TestFactory,
  options: { by?: TestPerson; subject?: string; workshopId?: string | null; approverIds?: string[] } = {},
): Promise<string> {
  const workshopId = options.workshopId === undefined ? 'w1' : options.workshopId;
  const { approvalId } = await asPerson(options.by ?? factory.wang).must(askForApproval, {
    subject: options.subject ?? 'operation:1',
    ...(workshopId === null ? {} : { workshopId }),
    approverIds: options.approverIds ?? [factory.chen.id, factory.zhou.id],
  });
  return approvalId;
}
