import { MongoServerError } from 'mongodb';
import { type Send, SendModel } from './send.model';

const DUPLICATE = 11000;

export type NewSend = Pick<Send, '_id' | 'factoryId' | 'personId' | 'userId' | 'content' | 'urgency' | 'rank'> &
  Partial<Pick<Send, 'subjectId' | 'state' | 'reason' | 'taskId' | 'notBefore' | 'settledAt'>>;

/** Puts a message into the queue; false when it is there already, sent or not. */
export async function enqueue(send: NewSend, now: Date): Promise<boolean> {
  try {
    await SendModel.create({
      subjectId: null,
      state: 'queued',
      reason: null,
      taskId: null,
      notBefore: now,
      settledAt: null,
      ...send,
      errcode: null,
      mergedInto: null,
      attempts: 0,
      queuedAt: now,
      sentAt: null,
      messageId: null,
      responseCodes: [],
    });
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE) return false;
    throw error;
  }
}

/** Answers before alarms, alarms before the rest (B-11.10). */
export const RANK = { answer: 0, p1: 1, change: 2, p2: 3, p3: 4 } as const;
