#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The front door where something is amiss: what it says, how it exits, and that it changes nothing.
# A folder of links stands in for PATH, so that a system without sudo, apt or root can be played.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
failed=0

# A machine: the ordinary tools, and what each test adds or takes away.
machine() { # NAME
    bin=$room/$1/bin
    IOMT_BUILD_DIR=$room/$1/build
    export IOMT_BUILD_DIR
    mkdir -p "$bin"
    for tool in sh awk cat cut date dirname env find flock grep head id ls mkdir mktemp mv nproc \
        printf readlink rm sed sleep sort tail tee touch tr uname; do
        path=$(command -v "$tool") && [ -x "$path" ] && ln -sf "$path" "$bin/$tool"
    done
}

fake() { # TOOL 'BODY'
    rm -f "$bin/$1"
    printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

iomt() {
    PATH=$bin "$shell" "$top/iomt" "$@" >"$room/out" 2>"$room/err" </dev/null
    status=$?
}

check() { # WHAT CONDITION…
    what=$1
    shift
    if "$@"; then
        echo "ok: $shell: $what"
    else
        echo "FAILED: $shell: $what (exit $status)"
        sed 's/^/    /' "$room/out" "$room/err"
        failed=$((failed + 1))
    fi
}

# shellcheck disable=SC2317 # check calls it
says() { grep -qF -e "$1" "$room/err"; }

# shellcheck disable=SC2317 # check calls it
refused() { [ "$status" = 2 ] || [ "$status" = 3 ]; }

for shell in /bin/sh $(command -v bash); do
    machine plain
    iomt
    check "no command: usage" grep -q '^usage: ' "$room/out"
    check "no command: exit 0" [ $status = 0 ]
    iomt rnu
    check "a mistyped command: the nearest" says "did you mean 'run'?"
    check "a mistyped command: exit 2" [ $status = 2 ]
    iomt frobnicate
    check "an unknown command: exit 2" [ $status = 2 ]
    iomt test --fast
    check "an unknown option of test: exit 2" [ $status = 2 ]
    iomt example no-such-example
    check "an unknown example: exit 2" [ $status = 2 ]
    check "nothing was made by any of these" [ ! -e "$IOMT_BUILD_DIR" ]

    iomt run
    check "no apt: exit 3" [ $status = 3 ]
    check "no apt: names the libraries" says "Crypto++"
    check "no apt: names the simulator" says "ns-3 3.37 or newer"
    check "no apt: run wants no test packages" [ "$(grep -c pytest "$room/err")" = 0 ]
    iomt test
    check "no apt: test wants its packages" says "pytest"
    check "no apt: test wants no benchmark packages" [ "$(grep -c benchmark "$room/err")" = 0 ]
    iomt bench
    check "no apt: bench wants its packages" says "Google Benchmark"
    check "no apt: bench: exit 3" [ $status = 3 ]

    machine user
    fake id 'echo 1000'
    fake dpkg-query 'exit 1'
    fake apt-get "echo \"\$@\" >>'$room/apt-calls'"
    iomt run
    check "neither root nor sudo: exit 3" [ $status = 3 ]
    check "neither root nor sudo: the exact line" \
        says "    apt-get install --no-install-recommends g++ cmake ninja-build libns3-dev "
    fake sudo 'exit 1'
    iomt run
    check "sudo that wants a password, no terminal: exit 3" [ $status = 3 ]
    check "apt-get was not started" [ ! -e "$room/apt-calls" ]

    machine root
    fake id 'echo 0'
    fake dpkg-query 'echo "installed g++"; exit 1'
    fake apt-get "echo \"\$@\" >>'$room/apt-calls'; exit 100"
    iomt run
    check "apt-get fails: exit 3" [ $status = 3 ]
    check "apt-get fails: where its words are" says "install.log"
    check "apt-get was asked for what is missing" grep -q 'install .* cmake ' "$room/apt-calls"
    check "and not for what is there" [ "$(grep -c ' g++ ' "$room/apt-calls")" = 0 ]
    check "and for the lists once the first try failed" grep -q 'update' "$room/apt-calls"
    rm -f "$room/apt-calls"

    machine sudoer
    fake id 'echo 1000'
    fake dpkg-query 'exit 1'
    fake sudo "[ \"\$1\" = -n ] && exit 0; echo \"\$@\" >>'$room/sudo-calls'; exit 100"
    fake apt-get 'exit 0'
    iomt run
    check "sudo does the installing" grep -q 'apt-get .*install -y' "$room/sudo-calls"
    rm -f "$room/sudo-calls"

    # All there and built, nothing changed: neither apt nor cmake is started, nor the python3 that
    # comes first in PATH.
    machine ready
    for tool in apt-get dpkg-query cmake python3 ninja; do
        fake $tool "echo $tool >>'$room/calls'; exit 1"
    done
    mkdir -p "$IOMT_BUILD_DIR/log"
    touch "$IOMT_BUILD_DIR/.packages-run" "$IOMT_BUILD_DIR/.built-run"
    iomt run /no/such/scenario.json
    check "nothing changed: nothing is set up" [ ! -e "$room/calls" ]
    check "a missing scenario: exit 2, from Debian's Python, or 3 without its build" \
        refused
    check "no stack trace" [ "$(grep -c Traceback "$room/err")" = 0 ]
    touch -t 200001010000 "$IOMT_BUILD_DIR/.built-run"
    iomt run /no/such/scenario.json
    check "a source changed: it is built" grep -q cmake "$room/calls"
    check "a failed build: exit 1" [ $status = 1 ]
    check "a failed build: where its words are" says "configure.log"
    rm -f "$room/calls"

    machine cleaned
    mkdir -p "$IOMT_BUILD_DIR/log"
    iomt clean
    check "clean removes the build" [ ! -e "$IOMT_BUILD_DIR" ]
    mkdir -p "$IOMT_BUILD_DIR"
    iomt clean
    check "clean leaves what is not ours" [ -e "$IOMT_BUILD_DIR" ]
    rm -rf "${room:?}"/*
done

[ $failed = 0 ] && echo "front door: all as it should be"
exit $((failed > 0))
