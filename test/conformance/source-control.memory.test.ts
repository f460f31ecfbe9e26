import { createMemorySourceControl } from '../../lambdas/adapters/memory/source-control/memory-source-control.ts';
import { sourceControlConformance } from './source-control-conformance.ts';

sourceControlConformance('memory', () =>
  Promise.resolve({
    control: createMemorySourceControl(),
    queues: ['orders', 'payments'],
    close: () => Promise.resolve(),
  }),
);
