import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/**
 * A Markdown page whose block of a name, between its two markers, is the given text.
 *
 * @throws PipelineError `input-invalid` when the page has no such block.
 */
export function withBlock(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) {
    throw new PipelineError(`a page must have the markers of "${name}", got none`, { code: 'input-invalid' });
  }
  const block = `${begin}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n\n`;
  return page.slice(0, from) + block + page.slice(to);
}
