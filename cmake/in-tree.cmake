# SPDX-License-Identifier: GPL-2.0-only
#
# contrib/iomt of an ns-3 source tree: ns-3's build_lib does the work.

# "3.37", or "3-dev" in a development tree, which is taken as the newest.
file(STRINGS ${PROJECT_SOURCE_DIR}/VERSION ns3_version LIMIT_COUNT 1)
if(ns3_version MATCHES "^3[.]([0-9]+)")
  set(iomt_ns3_minor ${CMAKE_MATCH_1})
else()
  set(iomt_ns3_minor 99)
endif()
configure_file(cmake/iomt-config.h.in ${CMAKE_HEADER_OUTPUT_DIRECTORY}/iomt-config.h @ONLY)

set(missing)
foreach(other ${iomt_others})
  find_library(iomt_found_${other} NAMES ${other})
  mark_as_advanced(iomt_found_${other})
  if(iomt_found_${other})
    list(APPEND iomt_ns3 ${iomt_found_${other}})
  else()
    list(APPEND missing ${other})
  endif()
endforeach()
find_path(iomt_json nlohmann/json.hpp)
mark_as_advanced(iomt_json)
if(NOT iomt_json)
  list(APPEND missing nlohmann-json)
endif()
if(missing)
  message(FATAL_ERROR "contrib/iomt needs ${missing}; contrib/iomt/packages.txt lists the packages")
endif()

add_definitions(
  -DIOMT_SOURCE_DATA_DIR="${CMAKE_CURRENT_SOURCE_DIR}/data"
  -DIOMT_BUILD_DATA_DIR="${CMAKE_CURRENT_BINARY_DIR}/data"
)
include(cmake/ecg.cmake)

build_lib(
  LIBNAME iomt
  SOURCE_FILES ${iomt_sources}
  HEADER_FILES ${iomt_headers}
  LIBRARIES_TO_LINK ${iomt_ns3}
  TEST_SOURCES ${iomt_tests}
)
