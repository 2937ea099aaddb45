import { alerts } from './modules/alerts';
import { approvals } from './modules/approvals';
import { type AccessTokens, identity, type LoginPlatform } from './modules/identity';
import { integration } from './modules/integration';
import { type MediaEquipment, media } from './modules/media';
import { ops } from './modules/ops';
import { payroll } from './modules/payroll';
import { quality } from './modules/quality';
import { reporting } from './modules/reporting';
import { workorders } from './modules/workorders';
import type { Module } from './platform/module';

/** The rooms of the house, in the order in which they know each other. */
export const modules = (tokens: AccessTokens, demo: boolean, mediaEquipment: MediaEquipment, login?: LoginPlatform): readonly Module[] => [
  identity(tokens, demo, login),
  media(mediaEquipment),
  approvals,
  workorders,
  reporting,
  quality,
  payroll,
  alerts,
  integration,
  ops,
];
