package ci.galley.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects field by field, and passes over what nobody asks for without keeping it: 25 MiB of a hostile event
 * take no more memory than a small one. Strict: UTF-8 without a byte order mark, one value, no field twice in an object
 * that is read (inside one that is passed over, nothing is read that could be mistaken).
 */
final class FieldReader implements AutoCloseable {
    /** Reads the value of one field, or leaves it, to be passed over. */
    @FunctionalInterface
    interface Field {
        void read(String name) throws IOException, MalformedEventException;
    }

    /** GitHub's push events nest five deep. */
    private static final int MOST_DEPTH = 64;

    private static final int MOST_TEXT = 64 * 1024;
    private static final int MOST_NAME = 1000;

    /** GitHub's largest objects have about a hundred fields. */
    private static final int MOST_FIELDS = 1000;

    /** Names are not interned or kept: an event with a million different ones would fill the memory. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxStringLength(MOST_TEXT)
                    .maxNameLength(MOST_NAME)
                    .build())
            .build();

    private final JsonParser json;

    FieldReader(InputStream utf8) throws IOException {
        Reader strict = new InputStreamReader(
                utf8,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        json = JSON.createParser(strict);
    }

    /**
     * Reads the one object that is all of the input.
     *
     * @throws IOException if it is not JSON
     * @throws MalformedEventException if it is JSON, but something else
     */
    void document(Field field) throws IOException, MalformedEventException {
        json.nextToken();
        object("the event", field);
        if (json.nextToken() != null) {
            throw new MalformedEventException("after the event comes something else");
        }
    }

    /** Reads the object that is the current value. */
    void object(String what, Field field) throws IOException, MalformedEventException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedEventException(what + " is not an object");
        }
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!seen.add(name)) {
                throw new MalformedEventException("a field is there twice: " + name);
            }
            if (seen.size() > MOST_FIELDS) {
                throw new MalformedEventException(what + " has more than " + MOST_FIELDS + " fields");
            }
            json.nextToken();
            field.read(name);
            json.skipChildren();
        }
    }

    String text(String name) throws IOException, MalformedEventException {
        String value = textOrNull(name);
        if (value == null) {
            throw new MalformedEventException(name + " is null, not a string");
        }
        return value;
    }

    @Nullable
    String textOrNull(String name) throws IOException, MalformedEventException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NULL -> null;
            default -> throw new MalformedEventException(name + " is not a string");
        };
    }

    boolean truth(String name) throws MalformedEventException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw new MalformedEventException(name + " is neither true nor false");
        };
    }

    boolean isNumber() {
        return json.currentToken().isNumeric();
    }

    long wholeNumber(String name) throws IOException, MalformedEventException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getText().length() > 18) {
            throw new MalformedEventException(name + " is not a whole number of seconds");
        }
        return json.getLongValue();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
