/** What a line of a build's log is. */
export type LineKind = 'plain' | 'command' | 'remark' | 'error' | 'warning' | 'box';

/** `Galley` writes these itself: what it runs, and what it has to say. */
const COMMAND = '>>> ';
const REMARK = '--- ';

/** `! ` by TeX; `file.tex:12: ` by `-file-line-error`; `ERROR - ` by biber. */
const ERROR =
  /^(?:! |ERROR - |(?:LaTeX|Package|Class)\b.{0,60}\bError: |[^\s:()<>][^:()<>]{0,200}\.\w{1,9}:\d+: )/;
const WARNING =
  /^(?:(?:LaTeX|Package|Class|Module)\b.{0,60}\bWarning: |pdfTeX warning|WARN - |Warning--|Missing character: )/;
const BOX = /^(?:Over|Under)full \\[hv]box /;
const LONGEST_PREFIX = 300;

export function kindOf(line: string): LineKind {
  if (line.startsWith(COMMAND)) {
    return 'command';
  }
  if (line.startsWith(REMARK)) {
    return 'remark';
  }
  const start = line.slice(0, LONGEST_PREFIX);
  return ERROR.test(start) ? 'error' : WARNING.test(start) ? 'warning' : BOX.test(start) ? 'box' : 'plain';
}

/** Whether a reader who looks for what went wrong stops here. */
export function isWorthAStop(kind: LineKind): boolean {
  return kind === 'error' || kind === 'warning';
}
