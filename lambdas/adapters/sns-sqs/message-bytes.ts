const dataType = 'String';

/** The bytes SQS and SNS count for a message: its body, and name, data type and value of each attribute. */
export function messageBytes(body: string, attributes: Readonly<Record<string, string>>): number {
  let bytes = Buffer.byteLength(body);
  for (const name in attributes) {
    bytes += Buffer.byteLength(name) + dataType.length + Buffer.byteLength(attributes[name] ?? '');
  }
  return bytes;
}
