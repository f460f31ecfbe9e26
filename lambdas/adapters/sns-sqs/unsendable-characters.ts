/**
 * What SQS refuses in a body or an attribute: every character that XML 1.0 does not allow.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const unsendable = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const eachUnsendable = new RegExp(unsendable, 'gu');

/** Whether a text holds a character that SQS refuses. */
export function hasUnsendable(text: string): boolean {
  return unsendable.test(text);
}

/** A text with a question mark for each character that SQS refuses. */
export function withoutUnsendable(text: string): string {
  return text.replace(eachUnsendable, '?');
}
