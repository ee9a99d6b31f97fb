package ci.galley.web;

/**
 * Text for Prometheus.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class Exposition {
    private final StringBuilder text = new StringBuilder();
    private String name = "";

    /** Begins a metric; the values that follow belong to it. */
    Exposition metric(String newName, String type, String help) {
        name = newName;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    Exposition value(long value) {
        text.append(name).append(' ').append(value).append('\n');
        return this;
    }

    Exposition value(String label, String labelValue, long value) {
        text.append(name).append('{');
        label(label, labelValue);
        text.append("} ").append(value).append('\n');
        return this;
    }

    Exposition value(String label, String labelValue, String second, String secondValue, long value) {
        text.append(name).append('{');
        label(label, labelValue);
        text.append(',');
        label(second, secondValue);
        text.append("} ").append(value).append('\n');
        return this;
    }

    private void label(String label, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        text.append(label).append("=\"").append(escaped).append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
