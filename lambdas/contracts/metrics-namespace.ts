/** The CloudWatch namespace of every metric that handlers write and alarms read. */
export const metricsNamespace = 'EventPipeline';
