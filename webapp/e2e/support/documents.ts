/** LaTeX that tests build. */

export const article = (body: string) => `\\documentclass{article}
\\begin{document}
${body}
\\end{document}
`;

/** Ships a page, whereupon TeX hands over what it has printed, and never ends. */
export const ENDLESS = article(String.raw`A page.\typeout{Here it stays}\newpage\def\x{\x}\x`);

/** Takes about a second, so that somebody can see it being built. */
export const SLOW = article(String.raw`A page.\newpage
\newcount\turn \loop\ifnum\turn<2000000 \advance\turn by 1 \repeat
Done.`);

/** The fifth line is wrong. */
export const BROKEN = article(String.raw`Before.

\quaternion

After.`);
