package ci.galley.latex;

/** No format can be made of a preamble, or none that could take its place. The message says why. */
final class FormatRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    FormatRefusedException(String reason) {
        super(reason);
    }
}
