/** The fault of what does not hold; none otherwise. */
export function unless(holds: boolean, fault: string): readonly string[] {
  return holds ? [] : [fault];
}
