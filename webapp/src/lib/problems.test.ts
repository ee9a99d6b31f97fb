import { expect, test } from 'vitest';
import { LogBuffer } from './logBuffer';
import { findInLog, groupProblems } from './problems';

type Like = Parameters<typeof findInLog>[1];
const problem = (
  severity: Like['severity'],
  file: string | null,
  line: number | null,
  message: string,
): Like => ({
  severity,
  file,
  line,
  message,
});

test('problems are grouped by file; files with errors come first, and in each the gravest', () => {
  const groups = groupProblems(
    [
      problem('warning', 'a.tex', 1, 'w'),
      problem('box', 'b.tex', 1, 'b'),
      problem('error', 'b.tex', 9, 'e'),
      problem('warning', null, null, 'n'),
    ],
    null,
  );
  expect(groups.map((group) => group.file)).toEqual(['b.tex', 'a.tex', null]);
  expect(groups[0]?.problems.map((each) => each.problem.severity)).toEqual(['error', 'box']);
});

test('new is what the build before did not have, wherever it stands by now', () => {
  const before = [
    problem('warning', 'a.tex', 3, "Reference `x' on page 1 undefined"),
    problem('box', 'a.tex', 5, 'Overfull \\hbox (3pt too wide) in paragraph at lines 5--7'),
  ];
  const now = [
    problem('warning', 'a.tex', 30, "Reference `x' on page 2 undefined"),
    problem('warning', 'a.tex', 31, "Reference `x' on page 2 undefined"),
    problem('box', 'a.tex', 50, 'Overfull \\hbox (3pt too wide) in paragraph at lines 50--57'),
    problem('warning', 'b.tex', 3, "Reference `x' on page 1 undefined"),
  ];
  const news = groupProblems(now, before)
    .flatMap((group) => group.problems)
    .filter((each) => each.isNew);
  expect(news.map((each) => each.problem.line)).toEqual([31, 3]);
  expect(groupProblems(now, null)[0]?.problems[0]?.isNew).toBe(false);
});

test('the place in the log is where TeX says it last, not where latexmk repeats it', () => {
  const log = new LogBuffer();
  const lines = [
    "LaTeX Warning: Reference `x' on page 1 undefined on input line 3.",
    '>>> again',
    "LaTeX Warning: Reference `x' on page 1 undefined on input line 3.",
    './a.tex:7: Undefined control sequence.',
    'l.7 \\foo',
    'Class scrreprt Warning: \\float@addtolists detected!',
    "  Reference `x' on page 1 undefined on input line 3",
    '--- failure: a.tex:7: Undefined control sequence \\foo',
  ];
  log.push({ attempt: 1, offset: 0, text: `${lines.join('\n')}\n` });
  expect(findInLog(log, problem('warning', 'a.tex', 3, "Reference `x' on page 1 undefined"))).toBe(2);
  expect(findInLog(log, problem('error', 'a.tex', 7, 'Undefined control sequence \\foo'))).toBe(3);
  expect(
    findInLog(
      log,
      problem('warning', null, null, 'scrreprt: \\float@addtolists detected! Implementation of'),
    ),
  ).toBe(5);
  expect(findInLog(log, problem('warning', null, null, 'Nobody said this'))).toBeUndefined();
});
