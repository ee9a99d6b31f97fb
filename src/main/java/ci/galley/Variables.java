package ci.galley;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Environment variables, read by kind. Remembers every bad one, so that all can be named at once. */
final class Variables {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(s|m|h|d)");
    private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]%-]{1,253}");

    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @throws ConfigException if any variable was bad
     */
    void throwIfBad() throws ConfigException {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    Path folder(String name, Path otherwise) {
        String value = value(name);
        Path folder = value == null ? otherwise : path(name, value, otherwise);
        if (!Files.isDirectory(folder)) {
            faults.add(name + " is \"" + folder + "\", which is not a folder");
        } else if (!Files.isWritable(folder)) {
            faults.add(name + " is \"" + folder + "\", where this user may not write");
        }
        return folder.toAbsolutePath().normalize();
    }

    /** Folders with a colon between them, as in {@code PATH}. */
    List<Path> folders(String name) {
        String value = value(name);
        if (value == null) {
            return List.of();
        }
        List<Path> folders = new ArrayList<>();
        for (String part : value.split(File.pathSeparator, -1)) {
            Path folder = path(name, part, Path.of("/"));
            if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
                faults.add(name + " has \"" + part + "\", which is not the full path of a folder");
            }
            folders.add(folder);
        }
        return folders;
    }

    String suffix(String name, String otherwise) {
        String value = value(name);
        if (value != null && !SUFFIX.matcher(value).matches()) {
            faults.add(name + " is \"" + value + "\"; it takes up to 32 letters, digits, dots, dashes and underscores");
        }
        return value == null ? otherwise : value;
    }

    String host(String name, String otherwise) {
        String value = value(name);
        if (value != null && !HOST.matcher(value).matches()) {
            faults.add(name + " is \"" + value + "\", which is not the name or address of a host");
        }
        return value == null ? otherwise : value;
    }

    /** Host names with commas between them, in lower case. */
    Set<String> hosts(String name) {
        String value = value(name);
        Set<String> hosts = new LinkedHashSet<>();
        for (String part : value == null ? new String[0] : value.split(",", -1)) {
            String host = part.strip().toLowerCase(Locale.ROOT);
            if (!HOST.matcher(host).matches()) {
                faults.add(name + " has \"" + part.strip() + "\", which is not the name of a host");
            }
            hosts.add(host);
        }
        return hosts;
    }

    @Nullable
    String secret(String name) {
        String value = value(name);
        if (value != null && value.isBlank()) {
            faults.add(name + " is only white space; leave it empty or give it a value");
        }
        return value == null ? null : value.strip();
    }

    int number(String name, int otherwise, int least, int most) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is out of range.
        }
        faults.add(name + " is \"" + value + "\"; it takes a number from " + least + " to " + most);
        return otherwise;
    }

    Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        Duration duration = duration(name, least, most);
        return duration == null ? otherwise : duration;
    }

    /** Such as {@code 90s}, {@code 5m}, {@code 1h}; null where it is not set. */
    @Nullable
    Duration duration(String name, Duration least, Duration most) {
        String value = value(name);
        if (value == null || value.strip().equals("0")) {
            return null;
        }
        Matcher matcher = DURATION.matcher(value.strip());
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        faults.add(name + " is \"" + value + "\"; it takes a time such as 90s, 5m or 1h, from " + least.toSeconds()
                + " seconds to " + most.toHours() + " hours");
        return null;
    }

    URI url(String name, URI otherwise) {
        URI url = url(name);
        return url == null ? otherwise : url;
    }

    /** An http or https URL, without the slash at its end; null where it is not set. */
    @Nullable
    URI url(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        try {
            URI url = new URI(value.strip().replaceAll("/+$", ""));
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getQuery() == null && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, as for an address of another kind.
        }
        faults.add(name + " is \"" + value + "\"; it takes an address such as https://ci.example.com");
        return null;
    }

    <T> T word(String name, T otherwise, Function<String, Optional<T>> parse, String known) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        Optional<T> parsed = parse.apply(value.strip().toLowerCase(Locale.ROOT));
        if (parsed.isEmpty()) {
            faults.add(name + " is \"" + value + "\"; it takes one of: " + known);
        }
        return parsed.orElse(otherwise);
    }

    private Path path(String name, String value, Path otherwise) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            faults.add(name + " is not a path");
            return otherwise;
        }
    }

    private @Nullable String value(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
