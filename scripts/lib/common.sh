# shellcheck shell=bash
# What start.sh, test.sh and install-service.sh share: messages, which Java, which packages. To be sourced.
# shellcheck disable=SC2034 # what is set here is for those who source it

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# For Maven, which resets colours that it was told not to use.
without_colour() {
  sed -u $'s/\e\\[[0-9;]*m//g'
}

# Java reads file names in the encoding of the locale: with none, "übung.tex" could not be opened.
use_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *UTF-8 | *utf8 | *UTF8 | *utf-8) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}

# Sets java_major (0 where there is none) and java_version of the Java in folder $1. Reads its "release" file, which
# costs nothing; asks the program itself only where that file is missing.
read_java() {
  local name value
  java_major=0 java_version=
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    while IFS='=' read -r name value; do
      value=${value//\"/}
      case $name in
        JAVA_VERSION) java_major=${value%%[.+-]*} ;;
        JAVA_RUNTIME_VERSION | IMPLEMENTOR) java_version+="$value " ;;
      esac
    done <"$1/release"
  else
    java_version=$("$1/bin/java" -version 2>&1 </dev/null) || return 1
    value=${java_version#*\"}
    java_major=${value%%[.+\"-]*}
  fi
  [[ $java_major =~ ^[0-9]+$ ]] || java_major=0
}

# The folder of the java on PATH; empty where there is none.
java_on_path() {
  local java
  java=$(command -v java) || return 0
  java=$(readlink -f -- "$java")
  if [ -e "${java%/bin/java}/release" ]; then
    say "${java%/bin/java}"
  else # a wrapper script, such as a version manager's
    java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
  fi
}

# Sets java_home to the first Java of at least 17 that has program bin/$1 (java, javac): JAVA_HOME, PATH, /usr/lib/jvm.
find_java() {
  local home
  for home in "${JAVA_HOME:-}" PATH /usr/lib/jvm/*; do
    [ "$home" != PATH ] || home=$(java_on_path)
    if [ -n "$home" ] && [ -x "$home/bin/$1" ] && read_java "$home" && [ "$java_major" -ge 17 ]; then
      java_home=$home
      return 0
    fi
  done
  java_home='' java_major=0 java_version=''
  return 1
}

# The package that brings a JDK: 17 is what Galley is made for; newer systems do not have it any more.
jdk_package() {
  if apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1; then
    say openjdk-17-jdk-headless
  else
    say default-jdk-headless
  fi
}

# Sets as_root to what makes a command run as root without a question; fails where nothing does.
find_root() {
  as_root=()
  [ "$(id -u)" -ne 0 ] || return 0
  command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo)
}

# Has packages installed, or fails with the line that does it. $1 says what needs them; a package "JDK" stands for this
# system's JDK. Installs by itself only where the caller has set may_install, and where that needs no question.
need_packages() {
  local reason=$1
  shift
  command -v apt-get >/dev/null ||
    fail "$reason needs what Debian calls: ${*/JDK/openjdk-17-jdk-headless}. Install that with your system's package manager"
  if [ -z "${may_install:-}" ] || ! find_root; then
    fail "$reason needs more packages. Type this line, then start again:
  $(install_line "${@/JDK/$(jdk_package)}")"
  fi
  "${as_root[@]}" apt-get -q update || say 'The lists of packages could not be renewed; trying with those that are there.'
  set -- "${@/JDK/$(jdk_package)}"
  say "Installing for ${reason,}: $*"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@" ||
    fail "the packages could not be installed; see above. To try again by hand:
  $(install_line "$@")"
}

install_line() {
  say "sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
}
