import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';

/** A table, as far as whoever reads its stream knows it. */
export interface StreamedTable {
  readonly streamArn: string;
  /** Lets `grantee` read the stream. */
  grantStreamRead(grantee: IGrantable): Grant;
}
