package ci.galley.latex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that TeX is reading, innermost last, as its log tells by parentheses: {@code (./Document.tex (./part.tex)}.
 * Text has parentheses, too, so that this is a guess that mends itself: a parenthesis that text opens must be closed on
 * its line, the main file is never closed, and an error that names its file puts things right.
 */
final class FileStack {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_GENERATED = 20;

    /** Also keeps a line of nothing but parentheses from being searched to its end at each of them. */
    private static final int MAX_NAME = 260;

    /** A name that starts like a path may hold blanks and parentheses: it ends with the first extension, if any. */
    private static final Pattern[] PATHS = {
        Pattern.compile("((?:\\.{1,2}/|/)[^\"]*?\\.[A-Za-z][A-Za-z0-9]{0,9})(?=[\\s()\\[<{]|$)"),
        Pattern.compile("((?:\\.{1,2}/|/)[^\\s()\\[<{\"]+)")
    };

    private static final Pattern[] QUOTED = {Pattern.compile("\"([^\"]+)\"")};

    /** Only from {@code TEXINPUTS} do names come that start with a letter. */
    private static final Pattern[] PLAIN = {
        Pattern.compile(
                "([\\w+-][\\w./+-]*\\.(?:tex|ltx|sty|cls|def|cfg|clo|fd|ldf|aux|bbl|ind|gls|toc|lof|lot|out|tikz))"
                        + "(?=[\\s()]|$)")
    };

    private static final Pattern GENERATED = Pattern.compile(".*\\.(?:bbl|ind|gls)");

    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> generated = new LinkedHashSet<>();
    private boolean certain = true;

    /** Where TeX is; null where unknown. */
    @Nullable
    String top() {
        return certain ? open.peek() : null;
    }

    /** The files read, or missed, that another program makes: bibliographies, indexes, glossaries. */
    Set<String> generated() {
        return generated;
    }

    void noteGenerated(String name) {
        if (generated.size() < MAX_GENERATED && GENERATED.matcher(name).matches()) {
            generated.add(name);
        }
    }

    /** Forgets where TeX is: from here on nothing is known, or nothing is open. */
    void forget() {
        certain = false;
        open.clear();
    }

    /** TeX has said that it is in this file: whatever lies above it on the stack is closed. */
    void settle(String file) {
        if (!open.contains(file)) {
            return;
        }
        Iterator<String> above = open.iterator();
        while (above.hasNext() && !above.next().equals(file)) {
            above.remove();
        }
    }

    /** Follows the parentheses of a line that is no message. */
    void follow(String line) {
        StringBuilder opened = new StringBuilder(); // on this line, innermost last: f for a file, t for text
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '(') {
                int end = openFile(line, at + 1);
                opened.append(end > at + 1 ? 'f' : 't');
                at = end;
            } else {
                if (c == ')') {
                    close(opened);
                }
                at++;
            }
        }
    }

    private void close(StringBuilder opened) {
        int last = opened.length() - 1;
        boolean text = last >= 0 && opened.charAt(last) == 't';
        opened.setLength(Math.max(0, last));
        if (!text && open.size() > 1) {
            open.pop();
        }
    }

    /** Opens the file whose name starts there, if one does; where to go on. */
    private int openFile(String line, int start) {
        char first = start < line.length() ? line.charAt(start) : ' ';
        Pattern[] forms = first == '"' ? QUOTED : first == '.' || first == '/' ? PATHS : PLAIN;
        for (Pattern form : forms) {
            Matcher name = form.matcher(line).region(start, Math.min(line.length(), start + MAX_NAME));
            if (name.useAnchoringBounds(false).useTransparentBounds(true).lookingAt()) {
                push(name.group(1));
                return name.end();
            }
        }
        return start;
    }

    private void push(String name) {
        noteGenerated(name);
        if (open.size() < MAX_DEPTH) {
            open.push(name);
        }
    }
}
