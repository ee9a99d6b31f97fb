package ci.galley.support.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run: an array of arguments, never a line for a shell.
 *
 * @param directory where it runs, null for ours
 * @param environment all the variables it gets; null hands on ours
 */
public record Command(
        List<String> arguments,
        @Nullable Path directory,
        @Nullable Map<String, String> environment) {
    public Command {
        arguments = List.copyOf(arguments);
        environment = environment == null ? null : Map.copyOf(environment);
    }

    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    public static Command of(List<String> arguments) {
        return new Command(arguments, null, null);
    }

    public Command in(Path folder) {
        return new Command(arguments, folder, environment);
    }

    public Command environment(Map<String, String> variables) {
        return new Command(arguments, directory, variables);
    }

    /** The same command, started by another: {@code prefix} comes first. */
    public Command prefixed(List<String> prefix) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(arguments);
        return new Command(all, directory, environment);
    }

    /** The name of the program, for messages. */
    public String program() {
        return arguments.get(0);
    }

    /** The command line as a person would type it, quoted where a shell needs it. */
    public String shown() {
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            line.append(line.length() == 0 ? "" : " ").append(quoted(argument));
        }
        return line.toString();
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./{}^~-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
