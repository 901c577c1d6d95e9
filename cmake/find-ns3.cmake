# SPDX-License-Identifier: GPL-2.0-only
#
# The installed ns-3, with its modules under the names its own build gives them: ${libcore}, ….
find_package(ns3 REQUIRED)
string(REGEX REPLACE "^3[.]([0-9]+).*" "\\1" iomt_ns3_minor "${ns3_VERSION}")

# The targets were called ns3::libcore before 3.43 and are called ns3::core since.
get_property(targets DIRECTORY PROPERTY IMPORTED_TARGETS)
foreach(target ${targets})
  if(target MATCHES "^ns3::(lib)?([a-z0-9-]+)$")
    set(lib${CMAKE_MATCH_2} ${target})
  endif()
endforeach()
