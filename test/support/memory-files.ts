import type { Files } from '../../console/messages/files.ts';

/** Files that are nowhere on a disk; `texts` shows them by path. */
export function memoryFiles(given: Readonly<Record<string, string>> = {}): Files & {
  readonly texts: Map<string, string>;
} {
  const texts = new Map(Object.entries(given));
  return {
    texts,
    readText: (path) => {
      const text = texts.get(path);
      return text === undefined ? Promise.reject(new TypeError(`no file ${path}`)) : Promise.resolve(text);
    },
    writeText: (path, text) => {
      texts.set(path, text);
      return Promise.resolve();
    },
    list: (folder) =>
      Promise.resolve(
        [...texts.keys()]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1))
          .sort(),
      ),
  };
}
