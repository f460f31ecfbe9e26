/** A line of anything: first come, first served, at a constant cost on average however long it is. */
export interface WaitingLine<Value> {
  add(value: Value): void;
  first(): Value | undefined;
  /** Takes the first. */
  shift(): Value | undefined;
}

/** What was taken is cut off only once it is half of the line, so that cutting costs nothing on average. */
const fewestWorthCutting = 1024;

/** Makes an empty line. */
export function createWaitingLine<Value>(): WaitingLine<Value> {
  const values: (Value | undefined)[] = [];
  let start = 0;
  return {
    add: (value) => {
      values.push(value);
    },
    first: () => values[start],
    shift: () => {
      const value = values[start];
      if (start < values.length) {
        values[start] = undefined;
        start += 1;
      }
      if (start >= fewestWorthCutting && start * 2 >= values.length) {
        values.splice(0, start);
        start = 0;
      }
      return value;
    },
  };
}
