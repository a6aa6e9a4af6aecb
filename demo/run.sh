#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Shows datanommer at work: a publisher says recorded messages on a ZeroMQ socket, the daemon stores them, the commands
# answer. It ends by itself; Ctrl-C ends it sooner. The archive stays in .build/demo, and the next run adds to it.
#
# DATANOMMER_BIN=DIR shows the programs in DIR instead of building them.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PATH:/opt/swift/usr/bin:/usr/local/swift/usr/bin:/usr/local/bin"
# The settings of this machine are not the demo's.
export DATANOMMER_CONFIG=/dev/null
unset DATANOMMER_DATABASE_URL

directory=$PWD/.build/demo
messages=$directory/messages.ndjson
consumer=
replay=

fail() {
    echo "demo: $1" >&2
    exit 1
}

# Leaves nothing running: the daemon stores what it has and says so.
finish() {
    local status=$?
    trap - EXIT INT TERM
    [ -z "$replay" ] || kill -TERM "$replay" 2>/dev/null || true
    [ -z "$consumer" ] || kill -TERM "$consumer" 2>/dev/null || true
    wait || true
    exit "$status"
}

build() {
    [ -z "${DATANOMMER_BIN-}" ] || return 0
    .ci/packages build
    command -v swift >/dev/null || fail "no swift on the PATH; install a Swift 6 toolchain from swift.org"
    local program
    for program in consumer replay create-db stats latest grep; do
        # shellcheck disable=SC2086 # a list of flags
        swift build ${SWIFT_FLAGS-} --product "datanommer-$program"
    done
    # shellcheck disable=SC2086
    DATANOMMER_BIN=$(swift build ${SWIFT_FLAGS-} --show-bin-path)
}

# The recorded messages as if said now: ids of this run, and times from now on at the pace of the replay.
refresh_messages() {
    LC_ALL=C awk -v now="$(date +%s)" -v year="$(date -u +%Y)" -v rate="$1" '{
        # "2012-98be2519-3c2b-5d70-a7f1-2839c9070908" ends at column 53, its timestamp at the next comma.
        rest = substr($0, 54)
        rest = substr(rest, index(substr(rest, 2), ",") + 1)
        printf "{\"msg_id\":\"%s-%08x%s,\"timestamp\":%.6f", year, now, substr($0, 25, 29), now - 5 + NR / rate
        print rest
    }' demo/messages.ndjson >"$messages"
}

# A port nobody listens to, below those that the kernel hands out by itself.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
            echo "$port"
            return
        }
    done
    fail "no free port between 20000 and 29999"
}

# Shows a command as one would type it, and what it answers.
show() {
    echo
    echo "\$ $*"
    "$DATANOMMER_BIN/$1" "${@:2}"
}

stored() { "$DATANOMMER_BIN/datanommer-grep" --count; }

alive() { kill -0 "$1" 2>/dev/null; }

# Watches the archive grow until it holds so many messages; half a minute without a new one is too long.
watch_until() {
    local wanted=$1 before=-1 now=0 idle=0
    while now=$(stored) && [ "$now" -lt "$wanted" ]; do
        alive "$consumer" || fail "the consumer ended before it had stored everything"
        [ "$now" -ne "$before" ] && idle=0 || idle=$((idle + 1))
        [ "$idle" -lt 60 ] || fail "only $now of $wanted messages arrived"
        echo "   $now messages stored, the newest [D days,] H:MM:SS ago:" \
            "$("$DATANOMMER_BIN/datanommer-latest" --overall --timesince --human)"
        before=$now
        sleep 0.5
    done
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

build
mkdir -p "$directory"
rate=60
refresh_messages "$rate"
cd "$directory"
endpoint=tcp://127.0.0.1:$(free_port)

echo
echo "== An archive: $directory/datanommer.db"
show datanommer-create-db
before=$(stored)
total=$((before + $(wc -l <"$messages")))

echo
echo "== A publisher and the daemon, talking through $endpoint"
echo "\$ datanommer-replay --bind $endpoint --rate $rate --wait-for-subscriber messages.ndjson &"
"$DATANOMMER_BIN/datanommer-replay" --bind "$endpoint" --rate "$rate" --wait-for-subscriber "$messages" &
replay=$!
echo "\$ datanommer-consumer --endpoint $endpoint &"
"$DATANOMMER_BIN/datanommer-consumer" --endpoint "$endpoint" &
consumer=$!
watch_until "$total"

echo
echo "== Questions, while the daemon goes on listening"
show datanommer-stats
show datanommer-stats --topic --category bodhi
show datanommer-latest --category bodhi --timesince
show datanommer-latest --category bodhi --timesince --human
show datanommer-latest --overall --timestamp --human
show datanommer-grep --user ralph --count
show datanommer-grep --category wiki --rows-per-page 1 --format ndjson

echo
echo "== The end"
wait "$replay" || fail "the publisher failed"
replay=
kill -TERM "$consumer"
wait "$consumer" || fail "the consumer did not end well"
consumer=
echo "The archive stays: cd $directory, and ask it what you like."
