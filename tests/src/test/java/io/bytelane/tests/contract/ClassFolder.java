package io.bytelane.tests.contract;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The compiled classes of one module, from its folder or its jar.
final class ClassFolder {
  /// Names of classes (always within a package here) inside descriptors and generic signatures.
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L(\\w+(?:/[\\w$]+)+)[;<]");

  private final List<ClassModel> classes;

  private ClassFolder(List<ClassModel> classes) {
    this.classes = classes;
  }

  /// Returns the module that `member` was loaded from.
  static ClassFolder of(Class<?> member) throws IOException, URISyntaxException {
    Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return new ClassFolder(read(place));
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return new ClassFolder(read(jar.getPath("/")));
    }
  }

  private static List<ClassModel> read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> paths =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.endsWith("module-info.class"))
              .toList();
      List<ClassModel> models = new ArrayList<>();
      for (Path path : paths) {
        models.add(ClassFile.of().parse(Files.readAllBytes(path)));
      }
      return models;
    }
  }

  List<ClassModel> classes() {
    return classes;
  }

  static String name(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  static String packageName(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }

  /// Returns the names of all classes that a class refers to: in code, in signatures, in
  /// annotations.
  static Set<String> uses(ClassModel model) {
    Set<String> names = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry type) {
        String name = type.asInternalName();
        if (!name.startsWith("[")) {
          names.add(name.replace('/', '.'));
        }
      } else if (entry instanceof Utf8Entry text) {
        Matcher matcher = IN_DESCRIPTOR.matcher(text.stringValue());
        while (matcher.find()) {
          names.add(matcher.group(1).replace('/', '.'));
        }
      }
    }
    return names;
  }
}
