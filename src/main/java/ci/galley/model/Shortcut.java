package ci.galley.model;

import java.util.Set;

/** What a build does to be faster. Each can be switched off in {@code .ci.json}, by a field of its name. */
public enum Shortcut {
    /** The engine is run once, without latexmk around it, where that is all that latexmk would do. */
    ONE_PASS("onePass"),

    /** Where a commit changes nothing that the document is made of, the PDF is kept that is there. */
    REUSE("reuse"),

    /** What the preamble sets up is kept in a format, so that TeX need not read the preamble in each run. */
    FORMAT("format");

    public static final Set<Shortcut> ALL = Set.of(values());

    private final String field;

    Shortcut(String field) {
        this.field = field;
    }

    /** Its name in {@code .ci.json}. */
    public String field() {
        return field;
    }
}
