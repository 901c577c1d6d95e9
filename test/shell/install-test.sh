#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# install-test.sh BUILD-FOLDER: installs the build into a folder of its own and uses it as a stranger
# would: a program by find_package(iomt), the same by pkg-config, and `import iomt` in Python.
set -eu

build=$1
here=$(cd "$(dirname "$0")/../install" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
prefix=$room/prefix
expected='iomt 0.1.0 with ns-3.[0-9]*: 3 sites, ns3::iomt::Firewall'

fail() {
    echo "FAILED: $*"
    exit 1
}

cmake --install "$build" --prefix "$prefix" >"$room/install.log" || fail "$(cat "$room/install.log")"
if grep -rIl "$build" "$prefix" --include='*.cmake' --include='*.h' --include='*.pc'; then
    fail "the installed files above name the build folder"
fi

# The source and build tree are not to help: a program that finds its data there proves nothing.
unset IOMT_BUILD_DIR IOMT_DATA_DIR PYTHONPATH
cd "$room"

cmake -S "$here" -B by-cmake -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >cmake.log 2>&1 || fail "$(cat cmake.log)"
cmake --build by-cmake >>cmake.log 2>&1 || fail "$(cat cmake.log)"
said=$(./by-cmake/consumer)
expr "$said" : "$expected\$" >/dev/null || fail "by find_package it said: $said"
echo "find_package: $said"

pc=$(dirname "$(find "$prefix" -name iomt.pc)")
# shellcheck disable=SC2046 # one word for each flag is what is meant
PKG_CONFIG_PATH=$pc "${CXX:-c++}" -std=c++17 "$here/consumer.cc" -o by-pkg-config \
    $(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs iomt | tr -d '\\;')
library=$(dirname "$(find "$prefix" -name 'libiomt.so')")
said=$(LD_LIBRARY_PATH=$library ./by-pkg-config)
expr "$said" : "$expected\$" >/dev/null || fail "by pkg-config it said: $said"
echo "pkg-config: $said"

package=$(dirname "$(find "$prefix" -path '*/iomt/__init__.py')")
said=$(PYTHONPATH=$(dirname "$package") PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -c '
import iomt
print(len(iomt.describe("devices")), "devices from", iomt.__file__)')
expr "$said" : "[1-9][0-9]* devices from $prefix/" >/dev/null || fail "Python said: $said"
echo "Python: $said"
