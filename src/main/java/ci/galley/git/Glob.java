package ci.galley.git;

/**
 * Branch patterns as GitHub has them in {@code on.push.branches}: {@code *} is any number of characters but {@code /}, {@code **}
 * any at all, {@code ?} one character but {@code /}; every other character is itself. Takes time proportional to pattern times
 * name, whatever the pattern.
 */
final class Glob {
    private Glob() {}

    static boolean matches(String pattern, String name) {
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean across = c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*';
            if (across) {
                i++;
            }
            reached = c == '*' ? afterStar(reached, name, across) : afterOne(reached, name, c);
        }
        return reached[name.length()];
    }

    private static boolean[] afterStar(boolean[] before, String name, boolean across) {
        boolean[] after = before.clone();
        for (int j = 1; j <= name.length(); j++) {
            after[j] |= after[j - 1] && (across || name.charAt(j - 1) != '/');
        }
        return after;
    }

    private static boolean[] afterOne(boolean[] before, String name, char c) {
        boolean[] after = new boolean[before.length];
        for (int j = 1; j <= name.length(); j++) {
            char next = name.charAt(j - 1);
            after[j] = before[j - 1] && (c == '?' ? next != '/' : next == c);
        }
        return after;
    }
}
