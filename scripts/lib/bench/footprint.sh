# shellcheck shell=bash
# The measures of size. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# What the process takes, on each kind of Java: idle, and after many builds and requests.
measure_memory() {
  local round kind build other
  say "Memory: $memories times, before and after $enough_builds builds and $enough_requests requests"
  other=$(pgrep -xc java || true)
  [ "$other" -le 1 ] || say "  Other Java processes run. They share pages with ours, which flatters the figures."
  run_servers
  one_build
  for ((round = 0; round < memories; round++)); do
    for kind in older newer; do
      [ -n "$(home_of "$kind")" ] || continue
      stop_servers
      JAVA_HOME=$(home_of "$kind") run_servers
      nap 5000
      note "idle-$kind" galley "$(megabytes "$galley")"
      note "idle-$kind" webhook "$(megabytes "$webhook")"
      for ((build = 0; build < enough_builds; build++)); do
        next_edition
        build_galley
      done
      answered=0
      while [ "$answered" -lt "$enough_requests" ]; do
        plant_delay=0 load galley "$galley_port" /Maths/svg
      done
      note "after-$kind" galley "$(megabytes "$galley")"
    done
  done
  stop_servers # whatever follows runs on the former again
}

# Of the jar, what is not the page.
measure_jar() {
  local jar
  for jar in "$scripts/galley.jar" "$top/galley.jar" "$top/target/galley.jar"; do
    [ ! -f "$jar" ] || break
  done
  note jar galley "$("$java" -cp "$folder/classes" JarSize "$jar" ci/galley/webapp/)"
}
