package ci.galley.model;

import java.util.Locale;
import java.util.Optional;

/** A TeX engine that latexmk can run. */
public enum Engine {
    PDFLATEX,
    XELATEX,
    LUALATEX;

    /** The name of its program. */
    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The engine whose program has that name, in whatever case. */
    public static Optional<Engine> ofProgram(String name) {
        for (Engine engine : values()) {
            if (engine.program().equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(engine);
            }
        }
        return Optional.empty();
    }
}
