/** The layers of docs/architecture.md: bin > stacks > constructs > contracts; handler > adapters > core > contracts; console > localstack. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(bin|lib|lambdas|localstack|console|bench|test)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    layer('bin-uses-stacks-and-config', '^bin/(?!exports/)', '^(bin|lib/(stacks|config))/'),
    layer('exports-name-what-is-published', '^bin/exports/', '^(lib|lambdas)/'),
    {
      name: 'the-reference-application-is-not-published',
      severity: 'error',
      from: { path: '^bin/exports/' },
      to: { path: '^lambdas/contracts/orders/', reachable: true },
    },
    layer('stacks-use-constructs', '^lib/stacks/', '^(lib/(stacks|constructs|aspects|config)|lambdas/contracts)/'),
    layer(
      'constructs-use-constructs',
      '^lib/(constructs|aspects)/',
      '^(lib/(constructs|aspects|config)|lambdas/contracts)/',
    ),
    layer('config-is-a-leaf', '^lib/config/', '^lib/config/'),
    layer('contracts-are-a-leaf', '^lambdas/contracts/', '^lambdas/contracts/'),
    layer('core-uses-contracts', '^lambdas/core/', '^lambdas/(core|contracts)/'),
    layer('adapters-use-core', '^lambdas/adapters/', '^lambdas/(adapters|core|contracts)/'),
    {
      name: 'consumers-do-not-import-each-other',
      severity: 'error',
      from: { path: '^lambdas/(?!(?:contracts|core|adapters|testing|projections)/)([^/]+)/' },
      to: {
        path: '^(bin|lib|localstack|console|bench|test|lambdas)/',
        pathNot: '^lambdas/(contracts|core|adapters|projections|$1)/',
      },
    },
    layer(
      'stories-play-in-memory',
      '^lambdas/testing/',
      '^lambdas/(testing|core|contracts|adapters/(memory|telemetry|system))/',
    ),
    {
      name: 'stories-are-told-in-tests',
      severity: 'error',
      from: { pathNot: '^(test|lambdas/testing|bin/exports)/' },
      to: { path: '^lambdas/testing/' },
    },
    layer('projections-use-core', '^lambdas/projections/', '^lambdas/(projections|core|contracts)/'),
    layer('localstack-uses-lambdas', '^localstack/', '^(localstack|lambdas)/'),
    layer('console-uses-localstack', '^console/', '^(console|localstack|lambdas)/'),
    {
      name: 'console-is-not-imported',
      severity: 'error',
      from: { pathNot: '^(console|test)/' },
      to: { path: '^console/' },
    },
    {
      name: 'no-cdk-at-runtime',
      severity: 'error',
      from: { path: '^lambdas/' },
      to: { path: 'node_modules/(aws-cdk-lib|constructs)/' },
    },
    {
      name: 'use-cases-see-ports-only',
      severity: 'error',
      from: { path: '^lambdas/(?!(?:contracts|core|adapters|testing)/)[^/]+/', pathNot: '/(?:handler|worker)\\.ts$' },
      to: { path: '^lambdas/adapters/' },
    },
    {
      name: 'only-adapters-use-the-sdk',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: '^lambdas/adapters/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy|@aws-lambda-powertools)/' },
    },
    {
      name: 'contracts-and-core-are-pure',
      severity: 'error',
      from: { path: '^lambdas/(contracts|core)/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'tests-are-not-imported', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
