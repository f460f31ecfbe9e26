/** The rules of cdk-nag as this package keeps them: `cdk-event-pipeline/compliance`. Needs `cdk-nag` beside it. */
export { addComplianceChecks } from '../../lib/aspects/add-compliance-checks.ts';
