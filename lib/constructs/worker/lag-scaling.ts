import type { ScalingInterval } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { type Check, within } from '../checks/check.ts';

/** How a worker follows its lag. */
export interface LagScalingProps {
  /** Records that wait for the group, of all its partitions together. */
  readonly metric: IMetric;
  /** Records that one task may have waiting, at least 1. */
  readonly lagPerTask: number;
  /** Tasks when nothing waits, at least 1: somebody has to see that something does. @default 1 */
  readonly minTasks?: number;
  /** Tasks at most, over `minTasks`; more than a topic has partitions stand idle. @default 4 */
  readonly maxTasks?: number;
}

/** How many tasks a worker has. */
export class LagScaling {
  /** Always as many. */
  static fixed(tasks: number): LagScaling {
    return new LagScaling({ minTasks: tasks, maxTasks: tasks }, [], undefined);
  }

  /** One task for each `lagPerTask` records that wait. */
  static byLag({ metric, lagPerTask, minTasks = 1, maxTasks = 4 }: LagScalingProps): LagScaling {
    const checks = [
      within({ what: 'lagPerTask', value: lagPerTask, least: 1, remedy: 'choose 1 or more' }),
      {
        holds: minTasks < maxTasks,
        must: `maxTasks must be more than minTasks (${minTasks})`,
        got: `${maxTasks}`,
        remedy: 'raise maxTasks, or choose LagScaling.fixed',
      },
    ];
    return new LagScaling({ minTasks, maxTasks }, checks, { metric, lagPerTask });
  }

  readonly minTasks: number;
  readonly maxTasks: number;
  readonly checks: readonly Check[];
  /** Undefined where the number is fixed. */
  readonly metric: IMetric | undefined;
  private readonly lagPerTask: number;

  private constructor(
    { minTasks, maxTasks }: { readonly minTasks: number; readonly maxTasks: number },
    checks: readonly Check[],
    lag: Pick<LagScalingProps, 'metric' | 'lagPerTask'> | undefined,
  ) {
    this.minTasks = minTasks;
    this.maxTasks = maxTasks;
    this.checks = [
      within({ what: 'number of tasks', value: minTasks, least: 1, most: 1000, remedy: 'choose 1 to 1000' }),
      ...checks,
    ];
    this.metric = lag?.metric;
    this.lagPerTask = lag?.lagPerTask ?? 0;
  }

  /** How many tasks there are to be in which range of the lag; the ranges have no gaps. */
  get steps(): ScalingInterval[] {
    return Array.from({ length: this.maxTasks - this.minTasks + 1 }, (_, step) => ({
      change: this.minTasks + step,
      lower: step === 0 ? 0 : (this.minTasks + step - 1) * this.lagPerTask,
      ...(step < this.maxTasks - this.minTasks && { upper: (this.minTasks + step) * this.lagPerTask }),
    }));
  }
}
