package ci.galley.latex;

import java.nio.file.Path;

/** A program of its own that builds a document without an end, so that a test can kill it. */
final class EndlessBuild {
    private EndlessBuild() {}

    /**
     * Builds until it is killed.
     *
     * @param arguments the folder, the sandbox mode, the document's name
     */
    public static void main(String[] arguments) {
        Desk desk =
                new Desk(Path.of(arguments[0]), SandboxMode.ofWord(arguments[1]).orElseThrow());
        desk.write(
                        arguments[2] + ".tex",
                        Desk.article("\\newwrite\\f\\immediate\\openout\\f=started.txt \\immediate\\closeout\\f"
                                + "\\def\\x{\\x}\\x"))
                .build(Desk.config(arguments[2]));
    }
}
