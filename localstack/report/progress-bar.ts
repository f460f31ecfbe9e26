/** Shows how far long work has come, on one line of a terminal or as a line each ten per cent elsewhere. */
export interface ProgressBar {
  update(done: number, note: string): void;
  finish(): void;
}

/** Where progress is written. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Creates a bar for work of a known size; it writes at most once for each visible change. */
export function createProgressBar(stream: ProgressStream, title: string, total: number): ProgressBar {
  const width = 30;
  let shown = -1;
  const steps = stream.isTTY === true ? width : 10;
  return {
    update(done, note) {
      const share = total === 0 ? 1 : Math.min(done / total, 1);
      const step = Math.floor(share * steps);
      if (step === shown) {
        return;
      }
      shown = step;
      const percent = `${Math.floor(share * 100)}%`.padStart(4);
      if (stream.isTTY === true) {
        stream.write(`\r${title} [${'#'.repeat(step).padEnd(width)}] ${percent}  ${note}\u001b[K`);
      } else {
        stream.write(`${title} ${percent}  ${note}\n`);
      }
    },
    finish() {
      if (stream.isTTY === true) {
        stream.write('\n');
      }
    },
  };
}
