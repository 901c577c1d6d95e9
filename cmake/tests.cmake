# SPDX-License-Identifier: GPL-2.0-only
#
# What must hold, for ctest.

# Each suite is a test of its own. The suites are asked for when ctest starts, so a new one needs
# no registration.
set(suites ${CMAKE_CURRENT_BINARY_DIR}/iomt-suites.cmake)
configure_file(cmake/suites.cmake.in ${suites} @ONLY)
set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${suites})

# Every example runs, in a folder of its own.
foreach(source ${examples})
  get_filename_component(name ${source} NAME_WE)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/test/examples/${name})
  file(MAKE_DIRECTORY ${folder})
  add_test(NAME example.${name} COMMAND ${name} WORKING_DIRECTORY ${folder})
  set_tests_properties(example.${name} PROPERTIES TIMEOUT 120)
endforeach()

# The corpora of the fuzzers, and inputs derived from them, through the same harnesses.
file(GLOB harnesses CONFIGURE_DEPENDS test/fuzz/*.cc)
foreach(source ${harnesses})
  get_filename_component(name ${source} NAME_WE)
  add_executable(replay-${name} test/fuzz/replay/replay-main.cc ${source})
  target_link_libraries(replay-${name} PRIVATE iomt)
  set_target_properties(replay-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY test/fuzz)
  add_test(NAME fuzz.${name}
           COMMAND replay-${name} 20000 ${CMAKE_CURRENT_SOURCE_DIR}/test/fuzz/corpus/${name}
  )
  set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 120)
endforeach()

# Python and shell tests talk to programs; an instrumented build is for the suites.
if(IOMT_PYTHON)
  file(GLOB files CONFIGURE_DEPENDS test/python/test_*.py)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    string(REPLACE "test_" "" name ${name})
    add_test(NAME python.${name} COMMAND ${PYTHON_EXECUTABLE} -m pytest -q -p no:cacheprovider
                                         ${file}
    )
    set_tests_properties(
      python.${name}
      PROPERTIES
        TIMEOUT 200
        ENVIRONMENT
        "PYTHONPATH=${CMAKE_CURRENT_SOURCE_DIR}/analysis:${CMAKE_CURRENT_BINARY_DIR}/python;IOMT_BUILD_DIR=${CMAKE_CURRENT_BINARY_DIR};PYTHONDONTWRITEBYTECODE=1"
    )
  endforeach()

  file(GLOB files CONFIGURE_DEPENDS test/shell/*-test.sh)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    string(REPLACE "-test" "" name ${name})
    add_test(NAME shell.${name} COMMAND sh ${file} ${CMAKE_CURRENT_BINARY_DIR})
    set_tests_properties(shell.${name} PROPERTIES TIMEOUT 200)
  endforeach()
endif()
