import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Galley } from './galley';
import { run } from './process';
import type { Upstream } from './upstream';

const TOP = join(import.meta.dirname, '../../..');
const DEMO = join(TOP, 'scripts/demo/Maths');
const HOUR_MS = 3_600_000;
const AUTHORS = ['Ada Lovelace', 'Sophie Germain', 'Emmy Noether'].map(
  (name) => `${name} <${name.split(' ')[0]?.toLowerCase()}@example.com>`,
);

/** The sample document, and what it was on the way: a preamble, then paragraph by paragraph. */
const WHOLE = readFileSync(join(DEMO, 'Document.tex'), 'utf8').replace('\\end{document}', '');
const BODY = WHOLE.indexOf('\\maketitle') + '\\maketitle'.length;
const PREAMBLE = WHOLE.slice(0, BODY);
const PARTS = WHOLE.slice(BODY)
  .trim()
  .split(/\n\n(?=\S)/);

const document = (parts: string[]) => `${[PREAMBLE, ...parts].join('\n\n')}\n\n\\end{document}\n`;

const MESSAGES = [
  'Say in the abstract what the reader gets',
  'Add a table of contents',
  'Begin with the theorem\n\nThe history comes later; who reads this wants to know first what is true.',
  'Start from five, thirteen, seventeen',
  'State the theorem with both its dates',
  'List the nine smallest primes',
  'Say why the classical proofs are longer',
  'Open the section on windmills',
  'Define the set S',
  'Draw three windmills of area 29\n\nThe last one has square blades, which is the point of the proof; a picture says it sooner.',
  'Explain why square blades suffice',
  'Involutions and parity: the only lemma',
  'Prove the lemma in one line',
  'Begin the proof',
  'Give Zagier’s involution\n\nIn three cases, as he wrote it. The picture of each case could follow.',
  'Work the example for p = 29',
  'Say what the proof does not do',
  'Cite Zagier, Heath-Brown, and the Book',
];

const APPENDIX = (rows: number) => `\\appendix
\\section{Primes and their partitions}
${Array.from({ length: rows }, (_, row) => `\\noindent The windmills of area $4\\cdot ${row + 7}+1$ are ${2 * row + 3} in number when it is prime.\\par`).join('\n')}`;

const EXTRA: { message: string; parts: string[] }[] = [
  { message: 'Add an appendix with partitions', parts: [APPENDIX(40)] },
  {
    message: 'Link the wording to the lemma',
    parts: ['By Lemma~\\ref{lem:involution} the same holds here.', APPENDIX(40)],
  },
  { message: 'Name the lemma as it is called', parts: [APPENDIX(40)] },
  { message: 'Let the appendix go further', parts: [APPENDIX(70)] },
  { message: 'Tell how many windmills there are', parts: [`${APPENDIX(70)}\n\n\\windmil{7}{1}{2}`] },
  { message: 'Spell \\windmill as it is defined', parts: [`${APPENDIX(70)}\n\n\\windmill{7}{1}{2}`] },
];

/** Lines in the log, some in a second, for minutes. */
const SLOW = `\\newcount\\outer \\newcount\\inner
\\loop \\advance\\outer by 1
  \\typeout{Sieving for windmills whose area is at most \\the\\outer000, blade by blade}
  {\\loop \\advance\\inner by 1 \\ifnum\\inner<300000 \\repeat}
\\ifnum\\outer<5000 \\repeat`;

/** What is wrong is in a paragraph that other people know, so that the source around it makes sense. */
const BROKEN = document(PARTS).replace('we are done\n', 'we are \\donne\n');

/** A document that grew for days under several hands, built at each step; gives the newest commit. */
export async function growSample(galley: Galley, upstream: Upstream): Promise<string> {
  const references = { 'references.bib': readFileSync(join(DEMO, 'references.bib'), 'utf8') };
  const steps = [
    ...MESSAGES.map((message, index) => ({ message, text: document(PARTS.slice(0, index + 1)) })),
    ...EXTRA.map(({ message, parts }) => ({
      message,
      text: document([...PARTS.slice(0, -1), ...parts, ...PARTS.slice(-1)]),
    })),
  ];
  let newest = '';
  for (const [index, { message, text }] of steps.entries()) {
    const hours = (steps.length - index) * 5 + (index % 3);
    newest = upstream.commit(
      message,
      { ...references, 'Document.tex': text },
      { author: AUTHORS[(index * 5) % 3], date: new Date(Date.now() - hours * HOUR_MS).toISOString() },
    );
    await galley.tell(upstream.name, newest);
    await galley.awaitBuild(upstream.name, newest);
  }
  return newest;
}

export function breakSample(galley: Galley, upstream: Upstream): Promise<string> {
  return galley.push(
    upstream,
    'Finish the argument about blades\n\nIt was clear to everybody but the referee.',
    {
      'Document.tex': BROKEN,
    },
  );
}

export function slowSample(galley: Galley, upstream: Upstream): Promise<string> {
  return galley.push(upstream, 'Sieve for larger windmills', {
    'Document.tex': document([...PARTS.slice(0, 3), SLOW, ...PARTS.slice(3)]),
  });
}

/** A document of the daemon's own tests. */
export function sources(name: 'book' | 'slides' | 'thesis'): Record<string, string> {
  const folder = join(TOP, 'src/test/resources/documents', name);
  const files = run(folder, 'find', '.', '-name', '*.tex', '-o', '-name', '*.bib').split('\n');
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
