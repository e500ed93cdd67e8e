import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Runs google-java-format over every Java file below a folder; build outputs and hidden folders
/// other than `.ci` are passed over.
///
/// Usage: `java -cp google-java-format.jar Format.java (--check | --replace) FOLDER`. With
/// `--check` the files that would change are listed and the exit status is 1.
final class Format {
  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean replace = args[0].equals("--replace");
    List<String> command = new ArrayList<>();
    command.addAll(replace ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    javaFiles(Path.of(args[1])).forEach(file -> command.add(file.toString()));
    if (!replace) {
      System.out.println(
          "Formatter check; files listed below need `mvn -N process-sources -Pformat`:");
    }
    Main.main(command.toArray(String[]::new));
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skip = name.equals("target") || name.startsWith(".") && !name.equals(".ci");
            return skip && !dir.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
