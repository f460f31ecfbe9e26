/** The client that makes what a pipeline has at its brokers. */
export const reconcilerName = 'reconciler';
