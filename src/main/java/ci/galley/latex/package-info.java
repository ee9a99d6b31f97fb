/**
 * Step 5 of 8: a PDF, or problems. In comes a folder of sources; out go a PDF, and what the logs say.
 *
 * <p>The doors are {@link ci.galley.latex.Sandbox}, chosen once, and {@link ci.galley.latex.Typesetter}, which gives a
 * {@link ci.galley.latex.Typeset}. Behind them {@code Typesetting} is one run: {@code Document} (where it is),
 * {@code Latexmk} (how it is called), {@code Memory} (what latexmk may remember), {@code Traces} (what it left),
 * {@code ProblemReader} (what the logs say). {@code Study} is what is done afterwards, when there is time: it finds the
 * {@link ci.galley.latex.Inputs} of the document, and makes a {@code PreambleFormat}.
 */
@NullMarked
package ci.galley.latex;

import org.jspecify.annotations.NullMarked;
