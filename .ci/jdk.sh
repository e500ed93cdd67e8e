# Sourced by the scripts that start Java (the launcher, bench/run): finds a JDK. The script that
# sources it has set `minimum`, the oldest feature version it can use, and defines `fail MESSAGE`,
# which ends it. `find_jdk` sets `java_home`.

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

seen=
java_home=
# Takes folder $1 as the JDK if it is new enough; $2 is how the error message calls the place.
try_jdk() {
  [ -z "$java_home" ] && [ -n "$1" ] || return 0
  local version
  version=$(jdk_version "$1")
  if [ -n "$version" ] && [ "$version" -ge "$minimum" ]; then
    java_home=$1
  else
    seen="$seen${seen:+, }$2 (${version:-none})"
  fi
}

find_jdk() {
  try_jdk "${BYTELANE_JAVA_HOME:-}" BYTELANE_JAVA_HOME
  if [ -n "${BYTELANE_JAVA_HOME:-}" ] && [ -z "$java_home" ]; then
    fail "BYTELANE_JAVA_HOME: $BYTELANE_JAVA_HOME (expected: a JDK $minimum or newer)"
  fi
  try_jdk "${JAVA_HOME:-}" JAVA_HOME
  local java
  if [ -z "$java_home" ] && java=$(command -v java); then
    while [ -L "$java" ]; do
      local target
      target=$(readlink "$java")
      case $target in /*) java=$target ;; *) java=$(dirname "$java")/$target ;; esac
    done
    try_jdk "$(cd -P "$(dirname "$java")/.." && pwd)" "java on PATH"
  fi
  local candidate
  for candidate in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.jenv/versions/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    [ -d "$candidate" ] && try_jdk "$candidate" "$candidate"
  done
  [ -n "$java_home" ] || fail "no JDK $minimum or newer found; looked at: \
${seen:-BYTELANE_JAVA_HOME, JAVA_HOME, java on PATH, /usr/lib/jvm} (set BYTELANE_JAVA_HOME to one)"
}
