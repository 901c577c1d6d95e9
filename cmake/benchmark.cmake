# SPDX-License-Identifier: GPL-2.0-only
#
# What `./iomt bench` runs. The whole-run comparisons are part of every build, so that they cannot
# fall behind the code. Those of benchmark/micro need Google Benchmark and are built when asked for;
# it is not searched for here, because it may be installed after this was read.
file(GLOB comparisons CONFIGURE_DEPENDS benchmark/*.cc)
file(GLOB micros CONFIGURE_DEPENDS benchmark/micro/*.cc)
add_custom_target(iomt-benchmarks)
foreach(source ${comparisons} ${micros})
  get_filename_component(name ${source} NAME_WE)
  if(source IN_LIST micros)
    add_executable(${name} EXCLUDE_FROM_ALL ${source})
    target_link_libraries(${name} PRIVATE iomt benchmark_main benchmark)
  else()
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE iomt)
  endif()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY benchmark)
  add_dependencies(iomt-benchmarks ${name})
endforeach()
if(TARGET fuzzylite-rules)
  add_dependencies(iomt-benchmarks fuzzylite-rules)
endif()
