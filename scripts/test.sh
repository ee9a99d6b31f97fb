#!/usr/bin/env bash
# Runs everything that has to hold: shell scripts, the page, format, static analysis, all tests on Java 17, the page in a
# browser, those tests that come in by the front door on Java 25 too. Installs what that takes, where it may. Usage: scripts/test.sh [tests]
#   tests: some only, as Maven's -Dtest understands it: 'ReadmeTest', 'Badge*', 'QueueTest#pushIsDurable'
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

scripts=$(readlink -f -- "${BASH_SOURCE[0]}")
scripts=${scripts%/*}
top=${scripts%/*}
. "$scripts/lib/common.sh"
. "$scripts/lib/webapp.sh"

packages=(
  ca-certificates maven git git-lfs curl
  latexmk texlive-latex-base texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended texlive-xetex
  texlive-luatex texlive-bibtex-extra texlive-extra-utils biber lmodern python3-pygments
  bubblewrap nginx-light webhook wrk poppler-utils strace faketime shellcheck chromium
)
failures=() # steps that failed and that are no tests

main() {
  case ${1:-} in
    --help | -h) sed -n '2,/^# shellcheck/{/^# shellcheck/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
    -*) printf 'test.sh: unknown option %s; see scripts/test.sh --help\n' "$1" >&2 && exit 2 ;;
  esac
  cd "$top"
  use_utf8
  install_what_is_missing
  lowest_jdk
  rm -rf target/surefire-reports
  if [ $# -gt 0 ]; then
    step "tests $1" maven test -Dtest="$1" -Djacoco.skip=true -Dmaven.test.failure.ignore=true || true
  else
    everything
  fi
  closing_line
}

everything() {
  step 'shell scripts' shellcheck -x -a scripts/*.sh .ci/run || true
  step 'the page: types, rules, format (npm run format mends it)' npm_run check || true
  step 'the page: component tests' npm_run test || true
  step 'the page: its size' npm_run size || true
  # Static analysis speaks of the files that it compiles, so it has to compile all of them.
  rm -rf target/classes target/test-classes target/maven-status target/jacoco.exec
  step 'format (mvn spotless:apply mends it), static analysis, tests' \
    maven spotless:check verify -Dmaven.test.failure.ignore=true || return 0
  coverage
  step 'the page in a browser' in_browser || true
  if newest_java; then
    step "front-door tests on Java $java_major" maven surefire:test -Dgroups=front-door -Djvm="$java_home/bin/java" \
      -Djacoco.skip=true -Dmaven.test.failure.ignore=true -Dsurefire.reportNameSuffix="java$java_major" || true
  else
    say '' 'No Java 25 here: the front-door tests ran on one Java only.'
  fi
}

# Playwright writes its results beside Surefire's, and they are counted there; it may also fail before any test does.
in_browser() {
  npm_run e2e || grep -qE '<testsuites [^>]*(failures|errors)="[1-9]' target/surefire-reports/TEST-e2e.xml
}

step() {
  local name=$1
  shift
  printf '\n== %s\n' "${name^}"
  "$@" || {
    failed "$name"
    return 1
  }
}

failed() {
  failures+=("$1")
}

npm_run() {
  (cd webapp && NO_COLOR=1 npm run --silent "$@" 2>&1) | without_colour
}

maven() {
  JAVA_HOME=$build_java mvn -B -ntp "$@" 2>&1 | without_colour
}

# Asks once for all packages. A program that came another way, such as node from its makers, counts as well.
install_what_is_missing() {
  local missing=() package present
  present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
  for package in "${packages[@]}"; do
    grep -qxF "$package" <<<"$present" || is_there_as_program "$package" || missing+=("$package")
  done
  find_java javac || missing+=(JDK)
  mapfile -t -O ${#missing[@]} missing < <(webapp_packages)
  may_install=yes
  [ ${#missing[@]} -eq 0 ] || need_packages 'The test run' "${missing[@]}"
  step 'the page' load_and_build_page || true
  if [ ! src/test/npm/node_modules/.package-lock.json -nt src/test/npm/package-lock.json ]; then
    step 'test data from npm' test_data || true
  fi
}

# Tests of the daemon ask for it, too.
load_and_build_page() {
  install_webapp all
  build_webapp
}

# Of GitHub's description, 385 MB, the tests read one file of 13.
test_data() {
  npm --prefix src/test/npm ci --ignore-scripts --no-audit --no-fund &&
    find src/test/npm/node_modules/@octokit/openapi/generated -type f ! -name api.github.com.json -delete
}

is_there_as_program() {
  case $1 in
    maven) command -v mvn ;;
    nginx-light) command -v nginx || [ -x /usr/sbin/nginx ] ;;
    git | curl | git-lfs | webhook | wrk | shellcheck | strace | faketime) command -v "$1" ;;
    *) return 1 ;;
  esac >/dev/null
}

# Sets build_java to the JDK of the lowest version from 17 on: the floor is what has to hold.
lowest_jdk() {
  local home lowest=999
  build_java=''
  for home in "${JAVA_HOME:-}" "$(java_on_path)" /usr/lib/jvm/*; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && read_java "$home" &&
      [ "$java_major" -ge 17 ] && [ "$java_major" -lt "$lowest" ]; then
      lowest=$java_major build_java=$home
    fi
  done
  [ -n "$build_java" ] || fail 'no JDK of version 17 or newer'
  say "Testing with Java $lowest, $build_java"
}

# Sets java_home and java_major to a Java 25, where there is one besides the one that all tests ran on.
newest_java() {
  for java_home in /usr/lib/jvm/*25*; do
    read_java "$java_home" && [ "$java_major" -eq 25 ] && [ "$java_home" != "$build_java" ] && return
  done
  return 1
}

coverage() {
  [ -f target/site/jacoco/jacoco.csv ] || return 0
  awk -F, 'NR > 1 { branch_no += $6; branch_yes += $7; line_no += $8; line_yes += $9 }
    function share(yes, no) { return sprintf("%.1f %% (%d of %d)", yes + no ? 100 * yes / (yes + no) : 100, yes, yes + no) }
    END { print "\nCoverage: lines " share(line_yes, line_no) ", branches " share(branch_yes, branch_no) }' \
    target/site/jacoco/jacoco.csv
}

# Counts what Surefire wrote down. A skipped test is not a passed one.
# Prints the tests that failed, each in a line, in the words of all three runners.
broken_tests() {
  { cat target/surefire-reports/TEST-*.xml 2>/dev/null || true; } | tr '\n' ' ' | sed 's/<testcase /\n&/g' |
    grep -E '<(failure|error)[ >]' | sed -E 's/.* name="([^"]*)" classname="([^"]*)".*/  \2: \1/;
      s/.* classname="([^"]*)" name="([^"]*)".*/  \1: \2/; s/<testcase .* name="([^"]*)".*/  \1/' | cut -c 1-200 || true
}

closing_line() {
  local counts passed broken skipped failure
  counts=$({ cat target/surefire-reports/TEST-*.xml 2>/dev/null | grep -oE '<testsuite [^>]*>' || true; } | awk '
    function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
    { skipped += number("skipped"); broken += number("failures") + number("errors"); all += number("tests") }
    END { printf "%d %d %d", all - broken - skipped, broken, skipped }')
  read -r passed broken skipped <<<"$counts"
  [ "$skipped" -eq 0 ] || failed "$skipped tests skipped, in $(grep -l '<skipped' target/surefire-reports/TEST-*.xml |
    sed 's|.*TEST-||; s|\.xml$||' | paste -sd ' ')"
  [ $((passed + broken + skipped)) -gt 0 ] || failed 'no test ran'
  say ''
  for failure in "${failures[@]}"; do
    say "FAILED: $failure"
  done
  broken_tests
  broken=$((broken + ${#failures[@]}))
  say "$passed passed, $broken failed"
  [ "$broken" -eq 0 ]
}

main "$@"
