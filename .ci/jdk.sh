# Sourced by scripts that start Java: finds a JDK. No side effects.

# Prints the feature version of the JDK in folder $1; nothing if there is none.
jdk_version() {
  [ -x "$1/bin/java" ] || return 0
  local version=
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([^"]*\).*/\1/p' "$1/release" | head -n 1)
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  version=${version#1.}
  printf '%s' "${version%%[!0-9]*}"
}

# Prints the home of a JDK of feature version $1 or newer: BYTELANE_JAVA_HOME, which must be one if
# set, then JAVA_HOME, the java on the PATH, and the folders where packages put JDKs.
find_jdk() {
  local minimum=$1 candidate version java
  if [ -n "${BYTELANE_JAVA_HOME:-}" ]; then
    version=$(jdk_version "$BYTELANE_JAVA_HOME")
    if [ "${version:-0}" -lt "$minimum" ]; then
      printf 'BYTELANE_JAVA_HOME: %s (expected: a JDK %s or newer)\n' "$BYTELANE_JAVA_HOME" "$minimum" >&2
      return 1
    fi
    printf '%s' "$BYTELANE_JAVA_HOME"
    return 0
  fi
  local on_path=
  if java=$(command -v java); then
    java=$(readlink -f "$java")
    on_path=${java%/bin/java}
  fi
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    version=$(jdk_version "$candidate")
    if [ "${version:-0}" -ge "$minimum" ]; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  printf 'no JDK %s or newer found (set BYTELANE_JAVA_HOME to one)\n' "$minimum" >&2
  return 1
}
