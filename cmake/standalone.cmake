# SPDX-License-Identifier: GPL-2.0-only
#
# Against an installed ns-3: library, test runner, programs, Python module, installation.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

option(IOMT_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(IOMT_PYTHON "Build the Python module" ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# The models gain nothing measurable from -O3, which takes longer to build.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
add_compile_options(-Wall -Wextra)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # GCC 12 takes every std::optional of a string for uninitialised.
  add_compile_options(-Wno-maybe-uninitialized)
endif()

if(IOMT_SANITIZE AND NOT IOMT_FUZZ)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=undefined)
  add_compile_options(${sanitize} -fno-omit-frame-pointer -g1)
  add_link_options(${sanitize})
  # An instrumented module cannot be loaded by a python3 that is not.
  set(IOMT_PYTHON OFF)
endif()

# --- include/ns3/: our headers as users see them. ---------------------------------------------
set(include ${CMAKE_CURRENT_BINARY_DIR}/include)
set(iomt_forwards iomt-config.h)
foreach(header ${iomt_headers})
  get_filename_component(name ${header} NAME)
  list(APPEND iomt_forwards ${name})
  set(text "#include \"${CMAKE_CURRENT_SOURCE_DIR}/${header}\"\n")
  set(was "")
  if(EXISTS ${include}/ns3/${name})
    file(READ ${include}/ns3/${name} was)
  endif()
  if(NOT was STREQUAL text)
    file(WRITE ${include}/ns3/${name} "${text}")
  endif()
endforeach()
file(GLOB stale RELATIVE ${include}/ns3 ${include}/ns3/*.h)
list(REMOVE_ITEM stale ${iomt_forwards})
foreach(name ${stale})
  file(REMOVE ${include}/ns3/${name})
endforeach()

if(IOMT_FUZZ)
  set(CMAKE_CXX_STANDARD 17)
  include(cmake/fuzz.cmake)
  return()
endif()

if(iomt_ns3_minor GREATER_EQUAL 46)
  set(CMAKE_CXX_STANDARD 23)
elseif(iomt_ns3_minor GREATER_EQUAL 41)
  set(CMAKE_CXX_STANDARD 20)
else()
  set(CMAKE_CXX_STANDARD 17)
endif()
configure_file(cmake/iomt-config.h.in ${include}/ns3/iomt-config.h @ONLY)

# --- The library. -----------------------------------------------------------------------------
add_library(iomt SHARED ${iomt_sources})
target_include_directories(
  iomt PUBLIC $<BUILD_INTERFACE:${include}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
)
target_compile_definitions(iomt PRIVATE NS3_LOG_ENABLE)
# Where the build folder is concerns one file; ccache may serve the others from any build folder.
set_source_files_properties(
  model/device/data-path.cc
  PROPERTIES
    COMPILE_DEFINITIONS
    "IOMT_SOURCE_DATA_DIR=\"${CMAKE_CURRENT_SOURCE_DIR}/data\";IOMT_BUILD_DATA_DIR=\"${CMAKE_CURRENT_BINARY_DIR}/data\""
)
# Debian's linker drops a library nobody calls, and with it the TypeIds it would have registered.
target_link_libraries(iomt PUBLIC -Wl,--no-as-needed ${iomt_ns3} ${iomt_others}
                                  ${CMAKE_DL_LIBS})
set_target_properties(iomt PROPERTIES VERSION ${iomt_version} SOVERSION 0)

if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/data/ecg/extract-ecg.py)
  include(cmake/ecg.cmake)
  add_dependencies(iomt iomt-ecg)
endif()

# --- Programs: those for users, examples, tools of tests, the test runner. ----------------------------------------------
file(GLOB folders CONFIGURE_DEPENDS tools/*)
foreach(folder ${folders})
  get_filename_component(name ${folder} NAME)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cc)
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE iomt)
  set_target_properties(
    ${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY tools
                       INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}"
  )
  install(TARGETS ${name} DESTINATION ${CMAKE_INSTALL_BINDIR})
endforeach()

file(GLOB examples CONFIGURE_DEPENDS examples/*.cc)
foreach(source ${examples})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE iomt)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY examples)
endforeach()

file(GLOB tools CONFIGURE_DEPENDS test/tools/*.cc)
foreach(source ${tools})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE iomt)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY test/tools)
endforeach()

# Other implementations, which tests compare with; programs of their own, as their licences want it.
find_library(PARI_LIBRARY pari)
find_path(PARI_INCLUDE pari/pari.h)
if(PARI_LIBRARY AND PARI_INCLUDE)
  add_executable(pari-bls12-381 test/oracles/pari-bls12-381.cc)
  target_include_directories(pari-bls12-381 PRIVATE ${PARI_INCLUDE})
  target_link_libraries(pari-bls12-381 PRIVATE ${PARI_LIBRARY})
  set_target_properties(pari-bls12-381 PROPERTIES RUNTIME_OUTPUT_DIRECTORY test/oracles)
endif()
find_library(FUZZYLITE_LIBRARY fuzzylite)
find_path(FUZZYLITE_INCLUDE fl/Headers.h)
if(FUZZYLITE_LIBRARY AND FUZZYLITE_INCLUDE)
  add_executable(fuzzylite-rules test/oracles/fuzzylite-rules.cc)
  target_include_directories(fuzzylite-rules PRIVATE ${FUZZYLITE_INCLUDE})
  target_link_libraries(fuzzylite-rules PRIVATE ${FUZZYLITE_LIBRARY})
  set_target_properties(fuzzylite-rules PROPERTIES RUNTIME_OUTPUT_DIRECTORY test/oracles)
endif()

include(cmake/benchmark.cmake)

add_executable(iomt-test-runner test/iomt-test-runner.cc ${iomt_tests})
target_link_libraries(iomt-test-runner PRIVATE iomt)
target_compile_definitions(
  iomt-test-runner PRIVATE NS_TEST_SOURCEDIR="${CMAKE_CURRENT_SOURCE_DIR}/test"
)
set_target_properties(iomt-test-runner PROPERTIES RUNTIME_OUTPUT_DIRECTORY test)

# --- The Python module. -----------------------------------------------------------------------
if(IOMT_PYTHON)
  # Debian's python3 has the packages the analysis needs; another one first in PATH has not.
  if(NOT PYTHON_EXECUTABLE AND EXISTS /usr/bin/python3)
    set(PYTHON_EXECUTABLE /usr/bin/python3)
  endif()
  find_package(pybind11 REQUIRED)
  file(GLOB bindings CONFIGURE_DEPENDS bindings/*.cc)
  # Without pybind11's extras: link-time optimisation of a thin layer costs only build time.
  pybind11_add_module(_iomt NO_EXTRAS ${bindings})
  target_link_libraries(_iomt PRIVATE iomt)
  set_target_properties(_iomt PROPERTIES LIBRARY_OUTPUT_DIRECTORY python)
endif()

include(cmake/install.cmake)
include(CTest)
if(BUILD_TESTING)
  include(cmake/tests.cmake)
endif()
