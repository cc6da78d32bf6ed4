// The layer rules: who may import whom. Every rule is an error.
const serverFeatures = '^apps/server/src/features/'
const tests = '\\.test\\.tsx?$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'platform-knows-no-feature',
      comment: 'The platform is what features stand on.',
      severity: 'error',
      from: { path: '^apps/server/src/platform/', pathNot: tests },
      to: { path: [serverFeatures, '^apps/server/src/(features|app|main)\\.ts$', '^apps/server/src/commands/'] },
    },
    {
      name: 'features-meet-at-their-index',
      comment: 'A feature reaches another only through its index.ts or its contract.',
      severity: 'error',
      from: { path: '^apps/server/src/features/([^/]+)/' },
      to: { path: serverFeatures, pathNot: ['^apps/server/src/features/$1/', '/index\\.ts$', '\\.contract\\.ts$'] },
    },
    {
      name: 'commands-enter-features-at-their-index',
      comment: 'The command line, the test support and the benchmarks use features as other features do.',
      severity: 'error',
      from: { path: ['^apps/server/src/commands/', '^apps/server/test/', '^bench/'] },
      to: { path: serverFeatures, pathNot: ['/features/[^/]+/index\\.ts$', '\\.contract\\.ts$'] },
    },
    {
      name: 'services-do-not-know-routes',
      comment: 'routes → service → store and rules, never back.',
      severity: 'error',
      from: { path: '\\.(service|store|rules|read-model|contract)\\.ts$' },
      to: { path: '\\.routes\\.ts$' },
    },
    {
      name: 'stores-and-rules-do-not-know-services',
      severity: 'error',
      from: { path: '\\.(store|rules|read-model|contract)\\.ts$' },
      to: { path: '\\.service\\.ts$' },
    },
    {
      name: 'rules-and-contracts-do-no-io',
      comment: 'Pure decisions and schemas: testable with tables, and the web app may load contracts.',
      severity: 'error',
      from: { path: '\\.(rules|contract)\\.ts$' },
      to: {
        path: [
          '\\.(store|read-model)\\.ts$',
          'node_modules/(pg|kysely|fastify|@fastify|@clickhouse|graphile-worker|nodemailer|pino)/',
          '^apps/server/src/platform/(postgres|clickhouse|http|jobs|mail|event-log|log|config|platform)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'rules-and-contracts-use-no-node-io',
      severity: 'error',
      from: { path: '\\.(rules|contract)\\.ts$' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|net|http|https|dns|child_process|worker_threads|process)' },
    },
    {
      name: 'only-routes-know-http',
      severity: 'error',
      from: { path: serverFeatures, pathNot: ['\\.routes\\.ts$', tests] },
      to: { path: 'node_modules/(fastify|@fastify|fastify-zod-openapi)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-app-and-main-know-the-features',
      severity: 'error',
      from: { pathNot: ['^apps/server/src/(app|main)\\.ts$', tests, '^apps/server/test/'] },
      to: { path: '^apps/server/src/features\\.ts$' },
    },
    {
      name: 'only-the-list-knows-manifests',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: ['^apps/server/src/features\\.ts$', tests] },
      to: { path: '\\.feature\\.ts$' },
    },
    {
      name: 'production-code-imports-no-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: tests },
      to: { path: [tests, '/test/'], pathNot: 'node_modules' },
    },
    {
      name: 'web-sees-contracts-alone',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: '\\.browser\\.test\\.tsx?$' },
      to: { path: '^apps/server/', pathNot: 'contract\\.ts$' },
    },
    {
      name: 'web-does-not-build-on-the-sdk',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: tests },
      to: { path: '^packages/sdk/' },
    },
    {
      name: 'sdk-stands-alone',
      severity: 'error',
      from: { path: '^packages/sdk/src/', pathNot: tests },
      to: { path: ['^apps/', 'node_modules/'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '^data/'] },
    tsPreCompilationDeps: true,
    // The only one with path aliases: the admin app's @contract.
    tsConfig: { fileName: 'apps/web/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
