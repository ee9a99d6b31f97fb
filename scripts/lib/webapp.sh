# shellcheck shell=bash
# Builds the page that the jar carries, webapp/dist. To be sourced by start.sh and test.sh: needs top and common.sh.

# What building it takes: program to look for, Debian's package.
webapp_needs=(
  node:nodejs
  npm:npm
)

# What is in webapp and written by people.
webapp_sources=(
  "$top/webapp/src" "$top/webapp/index.html" "$top/webapp/package-lock.json" "$top/webapp/vite.config.ts"
)

# Prints the packages that are missing.
webapp_packages() {
  local need
  for need in "${webapp_needs[@]}"; do
    command -v "${need%%:*}" >/dev/null || say "${need#*:}"
  done
}

# Whether a source of the page is newer than file $1.
webapp_is_newer() {
  [ -n "$(find "${webapp_sources[@]}" -newer "$1" -print -quit)" ]
}

# Loads what package-lock.json names. $1: "build" for what builds the page, "all" for what tests it, too.
install_webapp() {
  local modules=$top/webapp/node_modules omit=(--omit=dev) last=vite
  [ "$1" = build ] || omit=() last=vitest
  [ -e "$modules/.bin/$last" ] && [ ! "$top/webapp/package-lock.json" -nt "$modules/.package-lock.json" ] && return
  (cd "$top/webapp" && npm ci --silent "${omit[@]}") || fail 'what the page is built with could not be loaded; see above'
  # Debian 12's own is too old for the tools, so one comes along: where there is one for this kind of machine.
  [ -x "$modules/.bin/node" ] || node -e 'process.exit(parseInt(process.versions.node) < 22 ? 1 : 0)' ||
    fail "the page needs Node.js 22, here is $(node --version): download the galley.jar of a release into $top instead"
}

build_webapp() {
  [ -f "$top/webapp/dist/index.html" ] && ! webapp_is_newer "$top/webapp/dist/index.html" && return
  (cd "$top/webapp" && npm run --silent build) >&2 || fail 'the page could not be built; see above'
}
