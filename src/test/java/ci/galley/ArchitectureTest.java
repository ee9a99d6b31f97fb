package ci.galley;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.model.planted.UsesTheStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Data flows one way through the packages: who may use whom, and no cycles. */
class ArchitectureTest {
    private static final String ROOT = "ci.galley";
    private static final String SUPPORT = "support..";

    /** What each package may use, besides itself and libraries. */
    private static final Map<String, List<String>> MAY_USE = Map.of(
            "webhook", List.of("queue", "model", SUPPORT),
            "web", List.of("queue", "store", "status", "model", SUPPORT),
            "pipeline", List.of("git", "latex", "store", "model", SUPPORT),
            "queue", List.of("store", "model", SUPPORT),
            "git", List.of("model", SUPPORT),
            "latex", List.of("model", SUPPORT),
            "store", List.of("model", SUPPORT),
            "status", List.of("model", SUPPORT),
            "model", List.of(),
            "support", List.of(SUPPORT));

    private final JavaClasses production = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @TestFactory
    List<DynamicTest> eachPackageUsesOnlyWhatComesAfterItInTheFlow() {
        return MAY_USE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> mayUse(entry.getKey(), entry.getValue()).check(production)))
                .toList();
    }

    @Test
    void everyPackageHasARule() {
        assertThat(production)
                .extracting(type -> type.getPackageName())
                .allSatisfy(name -> assertThat(name.equals(ROOT)
                                || MAY_USE.containsKey(
                                        name.substring(ROOT.length() + 1).replaceAll("\\..*", "")))
                        .as("a rule for %s", name)
                        .isTrue());
    }

    @Test
    void noPackageIsInACycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(production);
    }

    @Test
    void theModelUsesTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".model")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + ".model", "org.jspecify.annotations")
                .check(production);
    }

    /** It takes 3 MiB, and nothing here is a bean. */
    @Test
    void nothingUsesJacksonsMapperOfObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectMapper.class)
                .check(production);
    }

    @Test
    void aPlantedFaultIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(UsesTheStore.class);
        assertThatThrownBy(() -> mayUse("model", List.of()).check(planted)).isInstanceOf(AssertionError.class);
    }

    private static ArchRule mayUse(String user, List<String> used) {
        List<String> allowed = new ArrayList<>(List.of(ROOT + "." + user + ".."));
        used.forEach(name -> allowed.add(ROOT + "." + name));
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + user + "..")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed.toArray(String[]::new))));
    }
}
