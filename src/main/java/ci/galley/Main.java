package ci.galley;

/** Starts Galley. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {}
}
