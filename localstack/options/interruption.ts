/**
 * A signal that the first Ctrl-C aborts and that `going` explains; the second Ctrl-C ends the process.
 *
 * @param going What is still brought to its end, as in "the current turn ends first".
 */
export function interruption(going: string): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    process.stderr.write(`\nstopping: ${going}, Ctrl-C again stops at once\n`);
    controller.abort();
  });
  return controller.signal;
}
