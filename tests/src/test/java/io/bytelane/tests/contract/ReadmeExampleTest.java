package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in the README compiles as it stands.
class ReadmeExampleTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void theExampleCompiles(@TempDir Path classes) throws Exception {
    // Surefire runs in the folder of this module.
    Matcher blocks = JAVA_BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(blocks.find()).as("a Java block in README.md").isTrue();
    String program = blocks.group(1);
    assertThat(blocks.find()).as("a second Java block").isFalse();

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none"),
                null,
                List.of(new Program(program)))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
    assertThat(classes.resolve("Example.class")).exists();
  }

  private static final class Program extends SimpleJavaFileObject {
    private final String text;

    Program(String text) {
      super(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
