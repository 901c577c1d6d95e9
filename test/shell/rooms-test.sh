#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What holds for every file of a room: four rooms know nothing of ns-3, header names are unique and
# none of ns-3's, and each file says its licence.
set -u

cd "$(dirname "$0")/../.." || exit 1
failed=0

wrong() {
    echo "FAILED: $*"
    failed=1
}

own=$(find model helper -name '*.h' | sed 's|.*/||' | sort)
twice=$(echo "$own" | uniq -d)
[ -z "$twice" ] || wrong "two headers of one name would overwrite each other in ns3/: $twice"

for header in $own; do
    [ ! -e "/usr/include/ns3/$header" ] || wrong "ns-3 has a header $header of its own"
done

# An include of another room is written "ns3/x.h"; in these rooms each must be one of theirs.
rooms='crypto fuzzy message vitals'
for room in $rooms; do
    # shellcheck disable=SC2013 # one word for each header is what is meant
    for header in $(cat model/"$room"/* | sed -n 's/^ *# *include ["<]ns3\/\([^">]*\)[">].*/\1/p' | sort -u); do
        near=$(for other in $rooms; do find "model/$other" -name "$header"; done)
        # Where data lies is told without ns-3 as well.
        [ -n "$near" ] || [ "$header" = data-path.h ] ||
            wrong "model/$room includes ns3/$header, which is not of: $rooms"
    done
done

for file in $(find model helper bindings examples tools test cmake analysis -type f \
    \( -name '*.cc' -o -name '*.h' -o -name '*.py' -o -name '*.sh' -o -name '*.cmake' \)) \
    iomt .ci/run wscript CMakeLists.txt; do
    head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-only' ||
        wrong "$file does not say its licence in its first lines"
done

[ $failed = 0 ] && echo "rooms: all as it should be"
exit $failed
