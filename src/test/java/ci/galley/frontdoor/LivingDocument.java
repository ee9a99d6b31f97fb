package ci.galley.frontdoor;

import ci.galley.model.CommitHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A document with a dated title, a table of contents, references, a bibliography, an index and chapters in files of their
 * own, and an author who changes it in one way or another, again and again.
 */
final class LivingDocument {
    private static final List<String> WORDS =
            List.of("galley", "proof", "printer", "margin", "author", "letter", "sheet", "press", "comma", "page");

    private final Upstream upstream;
    private final Random random;
    private final List<Chapter> chapters = new ArrayList<>();
    private int made;
    private int edition = 1;
    private boolean isBroken;

    /** One chapter: its name is that of its file, of its label, and of its entry in the bibliography. */
    private static final class Chapter {
        final String name;
        String label;
        String title;
        int sections;
        String text = "It begins.";
        String refersTo;
        boolean isIndexed;

        Chapter(String name) {
            this.name = name;
            this.label = name;
            this.title = "On " + name;
            this.refersTo = name;
        }
    }

    LivingDocument(Upstream upstream, Random random) {
        this.upstream = upstream;
        this.random = random;
        addChapter();
        addChapter();
    }

    /** Whether it can be typeset. */
    boolean isWhole() {
        return !isBroken;
    }

    /** Changes it in one way, and says in which. */
    String change() {
        if (isBroken) {
            isBroken = false;
            return "repaired";
        }
        Chapter chapter = any();
        return switch (random.nextInt(14)) {
            case 0 -> {
                chapter.sections++;
                yield chapter.name + " has one more section";
            }
            case 1 -> {
                chapter.sections = 0;
                yield chapter.name + " has no sections";
            }
            case 2 -> {
                chapter.label = chapter.name + random.nextInt(100);
                yield chapter.name + " is labelled " + chapter.label;
            }
            case 3 -> addChapter();
            case 4 -> removeChapter(chapter);
            case 5 -> {
                Collections.shuffle(chapters, random);
                yield "chapters in another order";
            }
            case 6 -> {
                chapter.refersTo = any().label;
                yield chapter.name + " refers to " + chapter.refersTo;
            }
            case 7 -> {
                chapter.isIndexed = !chapter.isIndexed;
                yield chapter.name + " is indexed: " + chapter.isIndexed;
            }
            case 8 -> {
                edition++;
                yield "another edition";
            }
            case 9 -> {
                isBroken = true;
                yield "broken";
            }
            case 10, 11 -> {
                chapter.title = "On " + chapter.name + " and " + any().name + " " + random.nextInt(100);
                yield chapter.name + " has another title";
            }
            default -> {
                chapter.text = sentences();
                yield chapter.name + " has another text";
            }
        };
    }

    /** Changes a file beside it. */
    String changeNothingOfIt() {
        upstream.write("notes/README.md", "Note " + random.nextInt());
        return "a note beside it";
    }

    /** Commits it on the branch that the author is on, as of that time. */
    CommitHash commit(String message, Instant time) {
        upstream.git("rm", "-r", "-q", "--ignore-unmatch", "chapters"); // those that are gone
        for (Chapter chapter : chapters) {
            upstream.write("chapters/" + chapter.name + ".tex", text(chapter));
        }
        upstream.write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"branches\": [\"draft\"]}\n")
                .write("Document.tex", main())
                .write("refs.bib", bibliography());
        return upstream.commitAt(time, message);
    }

    private String addChapter() {
        String name = "c" + made++;
        chapters.add(random.nextInt(chapters.size() + 1), new Chapter(name));
        return name + " is new";
    }

    private String removeChapter(Chapter chapter) {
        if (chapters.size() == 1) {
            return "nothing";
        }
        chapters.remove(chapter);
        return chapter.name + " is gone";
    }

    private Chapter any() {
        return chapters.get(random.nextInt(chapters.size()));
    }

    private String main() {
        StringBuilder main = new StringBuilder("\\documentclass{report}\n\\usepackage{makeidx}\\makeindex\n");
        main.append("\\title{Edition ").append(edition).append("}\\author{Ada}\n\\begin{document}\n");
        main.append("\\maketitle\\tableofcontents\n");
        chapters.forEach(chapter ->
                main.append("\\include{chapters/").append(chapter.name).append("}\n"));
        if (isBroken) {
            main.append("\\undefined\n");
        }
        return main.append("\\bibliographystyle{plain}\\bibliography{refs}\n\\printindex\n\\end{document}\n")
                .toString();
    }

    private String text(Chapter chapter) {
        StringBuilder text = new StringBuilder();
        text.append("\\chapter{")
                .append(chapter.title)
                .append("}\\label{")
                .append(chapter.label)
                .append("}\n");
        text.append(chapter.text).append(" See \\ref{").append(chapter.refersTo).append("} on page~\\pageref{");
        text.append(chapter.refersTo)
                .append("} and \\cite{")
                .append(chapter.name)
                .append("}.\n");
        if (chapter.isIndexed) {
            text.append("\\index{").append(chapter.name).append("}\n");
        }
        for (int section = 1; section <= chapter.sections; section++) {
            text.append("\\section{Section ")
                    .append(section)
                    .append("}\n")
                    .append(chapter.text)
                    .append("\\newpage\n");
        }
        return text.toString();
    }

    private String bibliography() {
        StringBuilder entries = new StringBuilder();
        for (Chapter chapter : chapters) {
            entries.append("@book{%s, author={A. %s}, title={Edition %d}, publisher={P}, year=1984}\n"
                    .formatted(chapter.name, chapter.name, edition));
        }
        return entries.toString();
    }

    private String sentences() {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 20 + random.nextInt(200); word++) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(9) == 0 ? ". " : " ");
        }
        return text.toString();
    }
}
