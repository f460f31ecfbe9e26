import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FreshProjects, exampleNames, nodes, openFreshProjects, published } from './fresh-project.ts';

const paths = Object.keys(published).filter((path) => path !== './package.json');
const needsNewer = new Set(['./kafka', './brokers']);
const installMs = 300_000;
const runMs = 180_000;

let projects: FreshProjects;

beforeAll(async () => {
  projects = await openFreshProjects();
}, installMs);

afterAll(async () => {
  await projects.remove();
}, installMs);

describe.each(paths)('what is imported from %s', (path) => {
  const name = path.replace(/^\./u, 'cdk-event-pipeline');

  // The client of Kafka for workers, and brokers with it, need a newer one.
  it.each(needsNewer.has(path) ? nodes.slice(1) : nodes)(
    'is the same in ES modules and CommonJS on Node %s',
    async (node) => {
      const [example = ''] = projects.names;
      const loaded = `import('${name}').then((esm) => {
        const names = (all) => Object.keys(all).filter((one) => !['default', 'module.exports'].includes(one)).sort();
        console.log(JSON.stringify([names(esm), names(require('${name}'))]));
      })`;

      const said = await projects.run(example, ['--eval', loaded], node);
      const [modules, common] = JSON.parse(said.split('\n').find((line) => line.startsWith('[')) ?? '[]') as string[][];

      expect(modules?.length).toBeGreaterThan(0);
      expect(common).toEqual(modules);
    },
    runMs,
  );
});

describe.each(await exampleNames())('example %s, outside the repository', (example) => {
  it(
    'compiles against the declarations of the package',
    async () => {
      expect(await projects.run(example, ['typescript/bin/tsc'])).toBe('');
    },
    runMs,
  );

  it.each(nodes)(
    'passes its tests on Node %s',
    async (node) => {
      const tests = (await projects.files(example, 'dist/test')).filter((name) => name.endsWith('.test.js'));

      const said = await projects.run(example, ['--test', ...tests.map((name) => `dist/test/${name}`)], node);

      expect(said).toMatch(/^. pass [1-9]/mu);
      expect(said).toMatch(/^. fail 0$/mu);
    },
    runMs,
  );

  it.each(nodes)(
    'is synthesised on Node %s, its functions bundled from the package',
    async (node) => {
      const output = `cdk.out-${node}`;
      await projects.run(example, ['aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '--output', output], node);

      const files = await projects.files(example, output);
      const templates = files.filter((name) => name.endsWith('.template.json'));
      expect(templates.length).toBeGreaterThan(0);
      const bundles = await Promise.all(
        files.filter((name) => name.startsWith('asset.')).map((name) => projects.files(example, `${output}/${name}`)),
      );
      expect(bundles.filter((names) => names.includes('index.mjs')).length).toBeGreaterThan(0);
    },
    runMs,
  );
});
