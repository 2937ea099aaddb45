export type { Delivery } from './callback-sender';
export type { ChatMessage } from './chat-message';
export type { SandboxPerson } from './chats';
export { FAULT_NAMES, type FaultName } from './faults';
export { createSandboxMiddleware } from './koa';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox';
export type { WireEntry } from './wire';
