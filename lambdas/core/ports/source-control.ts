/**
 * Switches the reading of a queue off and on; what is in flight is not touched, and nothing in the queue is lost.
 *
 * Asking for the state that a source has already changes nothing. All methods throw PipelineError `source-unavailable`
 * (retryable) when the state cannot be read or changed now; a change takes effect some time after its promise resolves.
 */
export interface SourceControl {
  /** Whether nothing reads the queue, or soon will not; whoever switched it off. */
  paused(queue: string): Promise<boolean>;
  pause(queue: string): Promise<void>;
  resume(queue: string): Promise<void>;
}
