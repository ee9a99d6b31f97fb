# shellcheck shell=bash
# The measures of a start. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# To the first answer: from the call of start.sh, and from that of java, for each Java that is here.
measure_start() {
  local round port kind home command
  say "First answers: $starts starts of each"
  free_port
  for kind in older newer; do
    home=$(home_of "$kind")
    [ -n "$home" ] || continue
    learn_command "$home"
    for ((round = 0; round <= starts; round++)); do
      first_answer "java-$kind" galley start_java
      [ "$round" -gt 0 ] || forget "java-$kind" # that was for the disk's cache
    done
  done
  for ((round = 0; round <= starts; round++)); do
    first_answer start galley start_galley
    first_answer start webhook start_webhook
    [ "$round" -gt 0 ] || forget start
  done
}

# Notes, as measure $1 of side $2, how long the rest of the arguments take to an answer.
first_answer() {
  local measure=$1 side=$2
  shift 2
  timed "$measure" "$side" start_and_await "$@"
  stop "$process"
}

start_and_await() {
  local path=${first_path:-/healthz}
  [ "$1" != start_webhook ] || path=/
  "$1" "$port" "${@:2}"
  await "the first answer after $1" answers "$port" "$path" 200
}

# The same with many builds on disk, beside none: to the list of one project. And what they take of the memory.
measure_records() {
  local round port command side first_path
  say "Starts with 0, $((10 * some_projects)) and $((100 * many_projects)) builds on disk: $((starts / 2 + 1)) of each"
  run_servers
  one_build
  stop_servers
  learn_command "$JAVA_HOME"
  git clone -q --template= "$origin" "$folder/none/Book1"
  write_projects "$folder/some" "$some_projects" 10
  write_projects "$folder/many" "$many_projects" 100
  free_port
  for ((round = 0; round < starts / 2 + 2; round++)); do
    for side in some many; do
      first_path=/api/Book1/
      first_answer "start-$side" empty start_java PROJECTS_DIR="$folder/none"
      first_answer "start-$side" galley start_java PROJECTS_DIR="$folder/$side"
      [ "$round" -gt 0 ] || forget "start-$side"
    done
  done
  for ((round = 0; round < memories; round++)); do
    first_path=/healthz
    for side in empty many; do
      start_and_await start_java PROJECTS_DIR="$folder/$side"
      nap 5000
      note memory-many "${side/many/galley}" "$(megabytes "$process")"
      stop "$process"
    done
  done
}

# In folder $1: $2 projects with $3 builds each.
write_projects() {
  local number
  mkdir -p "$1"
  for ((number = 1; number <= $2; number++)); do
    write_project "$1" "Book$number" "$3"
  done
}
