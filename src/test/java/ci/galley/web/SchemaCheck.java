package ci.galley.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds JSON against a schema of {@code openapi.json}, as far as that uses JSON Schema; what it does not know, it refuses. */
final class SchemaCheck {
    private static final Set<String> KNOWN = Set.of(
            "$ref",
            "anyOf",
            "type",
            "enum",
            "const",
            "required",
            "properties",
            "items",
            "description",
            "format",
            "minimum");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with the value; nothing if it is as the schema says. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(document);
        check.look("", schema, value);
        return check.faults;
    }

    private void look(String where, JsonNode schema, JsonNode value) {
        schema.fieldNames().forEachRemaining(word -> require(KNOWN.contains(word), where + ": unknown word " + word));
        if (schema.has("$ref")) {
            look(where, document.at(schema.get("$ref").textValue().substring(1)), value);
        }
        if (schema.has("anyOf")) {
            boolean any = false;
            for (JsonNode one : schema.get("anyOf")) {
                any |= faults(document, one, value).isEmpty();
            }
            require(any, where + " is none of what it may be: " + value);
        }
        require(!schema.has("type") || isOfType(schema.get("type"), value), where + " is " + value);
        require(!schema.has("const") || schema.get("const").equals(value), where + " is " + value);
        require(!schema.has("enum") || contains(schema.get("enum"), value), where + " is " + value);
        require(
                !schema.has("minimum")
                        || !value.isNumber()
                        || value.asLong() >= schema.get("minimum").asLong(),
                where + " is " + value);
        lookInside(where, schema, value);
    }

    private void lookInside(String where, JsonNode schema, JsonNode value) {
        if (value.isObject()) {
            schema.path("required")
                    .forEach(name -> require(value.has(name.asText()), where + "." + name + " is missing"));
            schema.path("properties").properties().forEach(property -> {
                if (value.has(property.getKey())) {
                    look(where + "." + property.getKey(), property.getValue(), value.get(property.getKey()));
                }
            });
        }
        if (value.isArray() && schema.has("items")) {
            for (JsonNode item : value) {
                look(where + "[]", schema.get("items"), item);
            }
        }
    }

    private static boolean isOfType(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            boolean any = false;
            for (JsonNode type : types) {
                any |= isOfType(type, value);
            }
            return any;
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        boolean found = false;
        for (JsonNode each : values) {
            found |= each.equals(value);
        }
        return found;
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
