import { subjectStore } from './personal-data.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { between } from './range-fault.ts';

/** What is wrong with how a definition keeps personal data. */
export function personalDataFaults({ personalData, eventIndex }: PipelineDefinition): readonly string[] {
  if (personalData === undefined) {
    return [];
  }
  const unheard = eventIndex !== undefined && !eventIndex.categories.includes(subjectStore);
  return [
    ...between('personalData: keyMemorySeconds', personalData.keyMemorySeconds, [0, 900]),
    ...(unheard
      ? [`eventIndex: categories must include "${subjectStore}", or projections never hear of forgotten persons`]
      : []),
  ];
}
