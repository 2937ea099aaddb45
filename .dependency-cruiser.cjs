// Who may know whom: contracts <- platform <- modules <- bot <- main.ts, and miniapp -> contracts only.
// tests/architecture/dependency-rules.test.ts plants a violation of each rule and sees it caught.

/** Which rooms a room may call, through their index.ts. Everything else it learns from facts. */
const MODULE_GRAPH = {
  identity: [],
  approvals: ['identity', 'media'],
  workorders: ['identity', 'approvals', 'media'],
  media: ['identity'],
  reporting: ['identity', 'approvals', 'workorders', 'media'],
  quality: ['identity', 'approvals', 'workorders', 'media'],
  payroll: ['identity', 'approvals'],
  alerts: ['identity'],
  integration: ['identity', 'workorders', 'reporting', 'quality', 'payroll', 'alerts', 'approvals'],
  ops: [],
};

const moduleRules = Object.entries(MODULE_GRAPH).map(([name, may]) => ({
  name: `module-graph-${name}`,
  comment: `${name} may call ${may.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^server/modules/${name}/` },
  to: { path: '^server/modules/', pathNot: `^server/modules/(${[name, ...may].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'but for the store, where an expression holds expressions and a pipeline pipelines',
      severity: 'error',
      from: { pathNot: '^server/platform/database/embedded/(aggregation|query)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contracts-are-a-leaf',
      severity: 'error',
      from: { path: '^server/contracts/' },
      to: { path: '^(server/(?!contracts/)|bot/|miniapp/)' },
    },
    {
      name: 'contracts-need-zod-only',
      severity: 'error',
      from: { path: '^server/contracts/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^server/platform/' },
      to: { path: '^(server/(?!platform/|contracts/)|bot/|miniapp/)' },
    },
    {
      name: 'modules-do-not-know-their-users',
      severity: 'error',
      from: { path: '^server/modules/' },
      to: { path: '^(server/[^/]+\\.ts$|server/demo/|bot/|miniapp/)' },
    },
    {
      name: 'modules-by-their-front-door',
      comment: 'another room is entered through its index.ts',
      severity: 'error',
      from: { path: '^server/modules/([^/]+)/' },
      to: { path: '^server/modules/[^/]+/.+', pathNot: ['^server/modules/$1/', '^server/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'bot-by-the-front-door',
      severity: 'error',
      from: { path: '^bot/' },
      to: { path: '^server/modules/[^/]+/.+', pathNot: '^server/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'bot-does-not-know-main',
      severity: 'error',
      from: { path: '^bot/' },
      to: { path: '^(server/[^/]+\\.ts$|server/demo/|miniapp/)' },
    },
    {
      name: 'transport-knows-no-domain',
      severity: 'error',
      from: { path: '^bot/wecom/' },
      to: { path: '^(server/modules/|bot/(?!wecom/))' },
    },
    {
      name: 'nobody-needs-the-sandbox',
      comment: 'production never loads it',
      severity: 'error',
      from: { path: '^(bot/(?!sandbox/)|server/(?!demo/|open-sandbox\\.ts$))' },
      to: { path: '^bot/sandbox/', dependencyTypesNot: ['dynamic-import'] },
    },
    { name: 'miniapp-knows-contracts-only', severity: 'error', from: { path: '^miniapp/' }, to: { path: '^(server/(?!contracts/)|bot/)' } },
    {
      name: 'domain-is-pure',
      comment: 'no store, no network, no clock: time and ids are handed in',
      severity: 'error',
      from: { path: '^server/modules/[^/]+/domain/' },
      to: { path: ['node_modules/(mongoose|mongodb|koa|@koa|pino|node-schedule)/', '/models/', '/commands/', '/queries/'] },
    },
    {
      name: 'koa-at-the-door-only',
      severity: 'error',
      from: {
        path: '^(server|bot)/',
        pathNot: ['^server/platform/http/', '^server/app\\.ts$', '\\.routes\\.ts$', '^bot/(wecom|sandbox)/koa\\.ts$', '^server/open-'],
      },
      to: { path: 'node_modules/(koa|@koa)(/|$)' },
    },
    {
      name: 'embedded-store-has-one-door',
      severity: 'error',
      from: { pathNot: '^server/platform/database/embedded/' },
      to: { path: '^server/platform/database/embedded/.+', pathNot: '^server/platform/database/embedded/index\\.ts$' },
    },
    ...moduleRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
