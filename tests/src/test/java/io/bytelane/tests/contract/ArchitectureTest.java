package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.KernelPath;
import io.bytelane.models.graph.Graph;
import io.bytelane.reference.ReferenceAmax;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Which code may depend on which, read from the compiled classes.
class ArchitectureTest {
  private static final String VECTOR_PACKAGE = "io.bytelane.internal.vector";

  @Test
  void onlyThePackageOfVectorKernelsUsesTheVectorModule() throws Exception {
    List<String> users = new ArrayList<>();
    for (ClassModel model : ClassFolder.of(KernelPath.class).classes()) {
      if (ClassFolder.uses(model).stream().anyMatch(ArchitectureTest::isVectorType)) {
        users.add(ClassFolder.packageName(ClassFolder.name(model)));
      }
    }
    assertThat(users).isNotEmpty().containsOnly(VECTOR_PACKAGE);
    assertThat(violations(Graph.class, ArchitectureTest::isVectorType)).isEmpty();
    assertThat(violations(ReferenceAmax.class, ArchitectureTest::isVectorType)).isEmpty();
  }

  @Test
  void kernelsDependOnTheJdkAlone() throws Exception {
    assertThat(
            violations(
                KernelPath.class,
                use ->
                    !use.startsWith("java.")
                        && !isVectorType(use)
                        && (!use.startsWith("io.bytelane.")
                            || use.startsWith("io.bytelane.reference.")
                            || use.startsWith("io.bytelane.models."))))
        .isEmpty();
  }

  @Test
  void theOracleDependsOnTheJdkAlone() throws Exception {
    assertThat(
            violations(
                ReferenceAmax.class,
                use -> !use.startsWith("java.") && !use.startsWith("io.bytelane.reference.")))
        .isEmpty();
  }

  @Test
  void modelsUseThePublicInterfaceOfKernels() throws Exception {
    assertThat(
            violations(
                Graph.class,
                use ->
                    use.startsWith("io.bytelane.internal.")
                        || use.startsWith("io.bytelane.reference.")))
        .isEmpty();
  }

  /// Public types of exported packages show neither vectors nor internal types.
  @Test
  void exportedSignaturesShowExportedTypesOnly() throws Exception {
    List<String> found = new ArrayList<>();
    int members = 0;
    for (ClassModel model : ClassFolder.of(KernelPath.class).classes()) {
      String name = ClassFolder.name(model);
      if (!isExported(name) || !model.flags().has(AccessFlag.PUBLIC)) {
        continue;
      }
      for (String descriptor : exportedDescriptors(model)) {
        members++;
        if (descriptor.contains("jdk/incubator") || descriptor.contains("io/bytelane/internal")) {
          found.add(name + " " + descriptor);
        }
      }
    }
    assertThat(found).isEmpty();
    assertThat(members).isGreaterThan(100);
  }

  private static List<String> exportedDescriptors(ClassModel model) {
    List<String> descriptors = new ArrayList<>();
    model.methods().stream()
        .filter(m -> m.flags().has(AccessFlag.PUBLIC) || m.flags().has(AccessFlag.PROTECTED))
        .forEach(m -> descriptors.add(m.methodName() + m.methodType().stringValue()));
    model.fields().stream()
        .filter(f -> f.flags().has(AccessFlag.PUBLIC) || f.flags().has(AccessFlag.PROTECTED))
        .forEach(f -> descriptors.add(f.fieldName() + " " + f.fieldType().stringValue()));
    return descriptors;
  }

  private static boolean isExported(String className) {
    String name = ClassFolder.packageName(className);
    return name.equals("io.bytelane") || name.equals("io.bytelane.quant");
  }

  private static boolean isVectorType(String className) {
    return className.startsWith("jdk.incubator.vector.");
  }

  private static List<String> violations(Class<?> member, Predicate<String> forbidden)
      throws Exception {
    List<ClassModel> classes = ClassFolder.of(member).classes();
    assertThat(classes).hasSizeGreaterThan(5);
    List<String> found = new ArrayList<>();
    for (ClassModel model : classes) {
      ClassFolder.uses(model).stream()
          .filter(forbidden)
          .forEach(use -> found.add(ClassFolder.name(model) + " -> " + use));
    }
    return found;
  }
}
