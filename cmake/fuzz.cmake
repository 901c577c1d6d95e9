# SPDX-License-Identifier: GPL-2.0-only
#
# libFuzzer programs over the code that needs no ns-3, and over the part of model/ble that needs its
# Time and addresses where an ns-3 is installed:
#   cmake -S . -B build-fuzz -DIOMT_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++
if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  message(FATAL_ERROR "IOMT_FUZZ needs clang: -DCMAKE_CXX_COMPILER=clang++")
endif()
set(iomt_ns3_minor 0)
find_package(ns3 QUIET)
if(ns3_FOUND)
  include(cmake/find-ns3.cmake)
  if(iomt_ns3_minor GREATER_EQUAL 46)
    set(CMAKE_CXX_STANDARD 23)
  elseif(iomt_ns3_minor GREATER_EQUAL 41)
    set(CMAKE_CXX_STANDARD 20)
  endif()
endif()
configure_file(cmake/iomt-config.h.in ${include}/ns3/iomt-config.h @ONLY)

# Not -fsanitize=vptr: Crypto++ is built without the type information it wants.
set(sanitize -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr
             -fno-sanitize-recover=undefined)
add_compile_options(${sanitize} -fno-omit-frame-pointer -g1)
add_link_options(${sanitize})

file(GLOB rooms CONFIGURE_DEPENDS model/crypto/*.cc model/fuzzy/*.cc model/message/*.cc
     model/vitals/*.cc model/device/data-path.cc model/device/device-profile.cc
     model/device/profile-node.cc model/endpoint/sixlowpan-frame-checker.cc
     model/endpoint/neighbour-discovery.cc model/attack/datagram.cc helper/scenario*.cc
     model/ble/ble-access-address.cc model/ble/ble-advertising-data.cc
     model/ble/ble-channel-map.cc model/ble/ble-channel-selection.cc model/ble/ble-constants.cc
     model/ble/ble-control-pdu.cc model/ble/ble-crc.cc model/ble/ble-l2cap-pdu.cc
     model/ble/ble-link-cipher.cc model/ble/ble-pairing.cc model/ble/ble-smp-*.cc)
set(needs_ns3 ble-advertising ble-l2cap-channels ble-procedures)
if(ns3_FOUND)
  file(GLOB more CONFIGURE_DEPENDS model/ble/ble-advertising-pdu.cc model/ble/ble-att.cc
       model/ble/ble-connection-parameters.cc model/ble/ble-credit-channel.cc
       model/ble/ble-l2cap-header.cc model/ble/ble-l2cap.cc model/ble/ble-phy-mode.cc
       model/ble/ble-procedures*.cc)
  list(APPEND rooms ${more})
endif()
add_library(iomt-rooms STATIC ${rooms})
target_include_directories(iomt-rooms PUBLIC ${include})
target_compile_definitions(
  iomt-rooms PRIVATE IOMT_SOURCE_DATA_DIR="${CMAKE_CURRENT_SOURCE_DIR}/data"
)

enable_testing()
file(GLOB harnesses CONFIGURE_DEPENDS test/fuzz/*.cc)
foreach(source ${harnesses})
  get_filename_component(name ${source} NAME_WE)
  if(name IN_LIST needs_ns3 AND NOT ns3_FOUND)
    message(STATUS "fuzz-${name} is left out: no ns-3 is installed")
    continue()
  endif()
  add_executable(fuzz-${name} ${source})
  # Registries fill themselves from static initialisers, which an archive would leave out.
  target_link_libraries(
    fuzz-${name} PRIVATE -fsanitize=fuzzer -Wl,--whole-archive iomt-rooms -Wl,--no-whole-archive
                         cryptopp cbor ${libnetwork} ${libcore}
  )
  # New inputs are written to the build folder; the corpus in the tree is only read.
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/corpus/${name})
  add_test(
    NAME fuzz.${name}
    COMMAND fuzz-${name} -runs=50000 -max_total_time=30 ${CMAKE_CURRENT_BINARY_DIR}/corpus/${name}
            ${CMAKE_CURRENT_SOURCE_DIR}/test/fuzz/corpus/${name}
  )
endforeach()
