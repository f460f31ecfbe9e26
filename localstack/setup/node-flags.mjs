/**
 * Flags of Node by script. The embedded run makes much short-lived garbage beside memory that it holds for long: by
 * default the heap grows past 500 MB before it is collected, with a smaller young generation and slower growth it stays
 * below 400 MB, for some of its speed. Neither is a limit: a larger file of orders still gets the memory it needs.
 *
 * @type {Record<string, string[] | undefined>}
 */
export const nodeFlags = {
  'localstack/embedded/main.ts': ['--max-semi-space-size=4', '--heap-growing-percent=20'],
};
