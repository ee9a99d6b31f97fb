package ci.galley.support.process;

import java.util.Map;

/**
 * A variable in the environment of a program by which it and whatever it started is found again, however it tries to
 * leave its tree: children inherit it.
 *
 * @param variable its name
 * @param value its value
 */
public record Marker(String variable, String value) {
    /**
     * @throws IllegalArgumentException if an environment cannot hold it
     */
    public Marker {
        if (variable.isEmpty() || variable.indexOf('=') >= 0 || (variable + value).indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a variable of an environment: " + variable);
        }
    }

    void addTo(Map<String, String> environment) {
        environment.put(variable, value);
    }
}
