/**
 * The text of bytes that an event carries as a list of numbers, as the headers of Kafka and RabbitMQ; undefined for
 * anything else.
 *
 * Bytes come as 0 to 255 or, as Java counts, as -128 to 127.
 */
export function byteListText(value: unknown): string | undefined {
  return Array.isArray(value) && value.every(isByte) ? Buffer.from(value).toString() : undefined;
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= -128 && value <= 255;
}
