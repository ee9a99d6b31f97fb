# shellcheck shell=bash
# The measures of event streams. To be sourced by bench.sh.
# shellcheck disable=SC2154,SC2034 # what is used here is set there, and the other way round

# Opens $2 event streams on port $1; sets reader to the process that reads them.
open_streams() {
  : >"$folder/streams.out"
  "$java" -Xmx64m -XX:+UseSerialGC -cp "$folder/classes" Streams "$1" /events "$2" \
    >"$folder/streams.out" 2>&1 7>&- &
  reader=$!
  started=("$reader" "${started[@]}")
  await 'the opening of the event streams' grep -q 'open\|lost' "$folder/streams.out"
}

close_streams() {
  ! grep -q lost "$folder/streams.out" || fail "event streams were lost: $(cat "$folder/streams.out")"
  stop "$reader"
}

# What the streams cost where nothing happens: memory and threads; then what they cost builds, a few with them and a few
# without in turn.
measure_streams() {
  local round
  say "Event streams: $streams of them, $memories times; $watched times $in_a_row builds with and without them"
  run_servers
  one_build
  for ((round = 0; round < memories; round++)); do
    parked_streams
  done
  rest_after galley # with all that it has found out
  for ((round = 0; round < watched + 1; round++)); do
    if ((round % 2)); then
      build_watched
      build_unwatched
    else
      build_unwatched
      build_watched
    fi
    [ "$round" -gt 0 ] || { forget watched && forget watched-memory; }
  done
}

# The first streams load what all later ones share. Threads that served a request live on for 10 s. What lies in the heap
# unused would hide what is used, and of what Java itself brings along the readers, who are Java, too, would share a part.
parked_streams() {
  local memory threads
  stop_servers
  run_servers
  open_streams "$galley_port" 10
  close_streams
  nap 15000
  collect_garbage
  memory=$(megabytes "$galley" Anonymous) threads=$(thread_count)
  open_streams "$galley_port" "$streams"
  nap 15000
  collect_garbage
  note stream galley "$(awk "BEGIN { printf \"%.1f\", ($(megabytes "$galley" Anonymous) - $memory) * 1048.576 / $streams }")"
  note stream-threads galley $(($(thread_count) - threads))
  close_streams
}

collect_garbage() {
  "$JAVA_HOME/bin/jcmd" "$galley" GC.run >/dev/null || fail "there is no jcmd in $JAVA_HOME: a JDK has one"
}

thread_count() {
  sed -n 's/^Threads:[[:space:]]*//p' "/proc/$galley/status"
}

build_watched() {
  local build
  open_streams "$galley_port" "$streams"
  for ((build = 0; build < in_a_row; build++)); do
    next_edition
    nap 200
    timed watched galley build_galley
    rest_after galley
  done
  note watched-memory galley "$(megabytes "$galley" Rss)"
  close_streams
  for ((build = 0; build < 2; build++)); do
    next_notes
    build_galley # of which Galley tells those who have gone, so that it notices, but not at the first time
    nap 200
  done
}

build_unwatched() {
  local build
  for ((build = 0; build < in_a_row; build++)); do
    next_edition
    nap 200
    timed watched unwatched build_galley
    rest_after galley
  done
}
