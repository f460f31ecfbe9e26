const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** A Markdown page whose text between the markers is the given one; a page without markers gets both at its end. */
export function withFigures(page: string, text: string): string {
  const block = `${begin}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  return from === -1 || to < from
    ? `${page.trimEnd()}\n\n${block}\n`
    : `${page.slice(0, from)}${block}${page.slice(to + end.length)}`;
}
