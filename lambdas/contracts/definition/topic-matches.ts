/**
 * Whether a topic exchange hands a message with this routing key to a binding with this pattern: `*` stands for one
 * word, `#` for any number of them.
 *
 * Source: https://www.rabbitmq.com/tutorials/amqp-concepts#exchange-topic
 */
export function topicMatches(pattern: string, routingKey: string): boolean {
  return wordsMatch(pattern.split('.'), routingKey.split('.'));
}

function wordsMatch([first, ...pattern]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) {
    return words.length === 0;
  }
  if (first === '#') {
    return words.some((_, index) => wordsMatch(pattern, words.slice(index))) || wordsMatch(pattern, []);
  }
  const [word, ...rest] = words;
  return word !== undefined && (first === '*' || first === word) && wordsMatch(pattern, rest);
}
