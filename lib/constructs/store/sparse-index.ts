import { AttributeType, type GlobalSecondaryIndexPropsV2, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';

/** A sparse index of a table as DynamoDB knows it. */
export interface SparseIndexSchema {
  readonly indexName: string;
  /** Names the shard: a text. */
  readonly partitionKey: string;
  /** The place in the shard: a number. */
  readonly sortKey: string;
}

/** The index of the items that carry both attributes: keys alone, so that other changes of an item cost it nothing. */
export function sparseIndex({ indexName, partitionKey, sortKey }: SparseIndexSchema): GlobalSecondaryIndexPropsV2 {
  return {
    indexName,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    sortKey: { name: sortKey, type: AttributeType.NUMBER },
    projectionType: ProjectionType.KEYS_ONLY,
  };
}
