const firstSurrogate = 0xd800;
const firstAfterSurrogates = 0xe000;

/** Orders text by its UTF-8 bytes, as DynamoDB orders sort keys; differs from `<` beyond the basic plane only. */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const left = one.charCodeAt(index);
    const right = other.charCodeAt(index);
    if (left !== right) {
      return rank(left) - rank(right);
    }
  }
  return one.length - other.length;
}

/** Surrogates stand for code points above all others but come before U+E000 as code units. */
function rank(unit: number): number {
  if (unit >= firstAfterSurrogates) {
    return unit - (firstAfterSurrogates - firstSurrogate);
  }
  return unit >= firstSurrogate ? unit + 0x2000 : unit;
}
