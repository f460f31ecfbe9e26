/** A block of a page that shows commands, each with what it says. */
const block = /```console\n([\s\S]*?)```/g;

/** What every line that shows a command begins with. */
const prompt = '$ npm run pipeline -- ';

/** Runs what stands behind `npm run pipeline --`, and answers what a terminal shows of it. */
type Run = (command: string) => Promise<{ readonly screen: string }>;

/** The page with what its commands really say when they run one after the other. */
export async function withAnswers(page: string, run: Run): Promise<string> {
  const blocks: string[] = [];
  for (const [, shown = ''] of page.matchAll(block)) {
    const typed = shown.split('\n').filter((line) => line.startsWith(prompt));
    const answers: string[] = [];
    for (const line of typed) {
      const { screen } = await run(line.slice(prompt.length));
      answers.push(`${line}\n${screen.trimEnd()}\n`);
    }
    blocks.push(`\`\`\`console\n${answers.join('\n')}\`\`\``);
  }
  let place = 0;
  return page.replaceAll(block, () => {
    place += 1;
    return blocks[place - 1] ?? '';
  });
}
