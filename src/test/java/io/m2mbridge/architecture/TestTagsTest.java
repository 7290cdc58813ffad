package io.m2mbridge.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Bridge;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which tests {@code mvn test} runs, and which are left to {@code mvn verify} by their tag. */
class TestTagsTest {
  private static final Set<Class<?>> STARTED =
      Set.of(Bridge.class, BridgeLauncher.class, DataRequests.class);
  private static final Set<String> STARTS = Set.of("start", "launch");

  private static List<JavaClass> classesNamed(String suffix) {
    List<JavaClass> classes =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("io.m2mbridge")
                .stream()
                .filter(type -> topLevel(type.reflect()).getSimpleName().endsWith(suffix))
                .toList();
    assertFalse(classes.isEmpty());
    return classes;
  }

  private static Class<?> topLevel(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type : topLevel(outer);
  }

  private static boolean isLeftToVerify(JavaClass type) {
    return Arrays.stream(topLevel(type.reflect()).getAnnotationsByType(Tag.class))
        .anyMatch(tag -> tag.value().equals("verify"));
  }

  /** Without it, no run has them. */
  @Test
  void leaveEachIntegrationTestToVerify() {
    assertEquals(
        List.of(),
        classesNamed("IT").stream()
            .filter(type -> !isLeftToVerify(type))
            .map(JavaClass::getName)
            .toList());
  }

  /** What a test starts for itself takes seconds; {@code mvn test} is for between two edits. */
  @Test
  void leaveEachBridgeOfATestsOwnToVerify() {
    assertEquals(
        List.of(),
        classesNamed("Test").stream()
            .filter(type -> !isLeftToVerify(type))
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(TestTagsTest::starts)
            .filter(call -> !call.getOrigin().isAnnotatedWith(Tag.class))
            .map(JavaMethodCall::getDescription)
            .toList());
  }

  private static boolean starts(JavaMethodCall call) {
    return STARTED.stream().anyMatch(call.getTargetOwner()::isEquivalentTo)
        && STARTS.contains(call.getName());
  }
}
