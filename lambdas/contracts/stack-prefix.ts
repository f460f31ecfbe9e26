/** Beginning of the names of a pipeline's stacks in one environment, by which whoever works with a deployment finds them. */
export function stackPrefix(pipeline: string, environment: string): string {
  return `${pipeline}-${environment}-`;
}
