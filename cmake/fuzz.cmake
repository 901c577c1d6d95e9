# SPDX-License-Identifier: GPL-2.0-only
#
# libFuzzer programs over the rooms that need no ns-3:
#   cmake -S . -B build-fuzz -DIOMT_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++
if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  message(FATAL_ERROR "IOMT_FUZZ needs clang: -DCMAKE_CXX_COMPILER=clang++")
endif()
set(iomt_ns3_minor 0)
configure_file(cmake/iomt-config.h.in ${include}/ns3/iomt-config.h @ONLY)

# Not -fsanitize=vptr: Crypto++ is built without the type information it wants.
set(sanitize -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr
             -fno-sanitize-recover=undefined)
add_compile_options(${sanitize} -fno-omit-frame-pointer -g1)
add_link_options(${sanitize})

file(GLOB rooms CONFIGURE_DEPENDS model/crypto/*.cc model/fuzzy/*.cc model/message/*.cc
     model/vitals/*.cc model/device/data-path.cc model/device/device-profile.cc
     model/device/profile-node.cc model/endpoint/sixlowpan-frame-checker.cc
     model/endpoint/neighbour-discovery.cc model/attack/datagram.cc helper/scenario*.cc)
add_library(iomt-rooms STATIC ${rooms})
target_include_directories(iomt-rooms PUBLIC ${include})
target_compile_definitions(
  iomt-rooms PRIVATE IOMT_SOURCE_DATA_DIR="${CMAKE_CURRENT_SOURCE_DIR}/data"
)

enable_testing()
file(GLOB harnesses CONFIGURE_DEPENDS test/fuzz/*.cc)
foreach(source ${harnesses})
  get_filename_component(name ${source} NAME_WE)
  add_executable(fuzz-${name} ${source})
  # Registries fill themselves from static initialisers, which an archive would leave out.
  target_link_libraries(
    fuzz-${name} PRIVATE -fsanitize=fuzzer -Wl,--whole-archive iomt-rooms -Wl,--no-whole-archive
                         cryptopp cbor
  )
  # New inputs are written to the build folder; the corpus in the tree is only read.
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/corpus/${name})
  add_test(
    NAME fuzz.${name}
    COMMAND fuzz-${name} -runs=50000 -max_total_time=30 ${CMAKE_CURRENT_BINARY_DIR}/corpus/${name}
            ${CMAKE_CURRENT_SOURCE_DIR}/test/fuzz/corpus/${name}
  )
endforeach()
