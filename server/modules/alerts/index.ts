export { alerts } from './alerts.module';
export { alertText, type Clockwork, readable } from './alerts.texts';
export { acknowledgeAlert } from './commands/acknowledge-alert';
export { raiseAlert } from './commands/raise-alert';
export { resolveAlert } from './commands/resolve-alert';
export { alertsInSight } from './queries/alerts-in-sight';
export { everyAlert } from './queries/every-alert';
export { type AlertNotice, tellPeople } from './subscribers/tell-people';
