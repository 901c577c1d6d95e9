# SPDX-License-Identifier: GPL-2.0-only
#
# Where a user's own program finds the library (CMake, pkg-config) and Debian's python3 the package.
install(TARGETS iomt EXPORT iomtTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${iomt_headers} ${include}/ns3/iomt-config.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3
)
install(
  DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/iomt
  PATTERN "*.py" EXCLUDE
  PATTERN "__pycache__" EXCLUDE
)
install(DIRECTORY examples/scenarios examples/sweeps
        DESTINATION ${CMAKE_INSTALL_DATADIR}/iomt
)
if(TARGET iomt-ecg)
  install(FILES ${iomt_ecg} DESTINATION ${CMAKE_INSTALL_DATADIR}/iomt/ecg)
endif()

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/iomt)
install(EXPORT iomtTargets NAMESPACE iomt:: DESTINATION ${package})
configure_package_config_file(
  cmake/iomtConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/iomtConfig.cmake
  INSTALL_DESTINATION ${package}
)
write_basic_package_version_file(
  ${CMAKE_CURRENT_BINARY_DIR}/iomtConfigVersion.cmake VERSION ${iomt_version}
  COMPATIBILITY SameMinorVersion
)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/iomtConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/iomtConfigVersion.cmake DESTINATION ${package}
)

list(TRANSFORM iomt_ns3 REPLACE "^ns3::(lib)?" "ns3-" OUTPUT_VARIABLE pc_requires)
string(REPLACE ";" " " pc_requires "${pc_requires}")
list(TRANSFORM iomt_others PREPEND -l OUTPUT_VARIABLE pc_others)
string(REPLACE ";" " " pc_others "${pc_others}")
file(RELATIVE_PATH pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/iomt.pc.in ${CMAKE_CURRENT_BINARY_DIR}/iomt.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/iomt.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
)

if(IOMT_PYTHON)
  # Debian's python3 looks here below /usr and below /usr/local.
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(site lib/python3/dist-packages)
  else()
    execute_process(
      COMMAND ${PYTHON_EXECUTABLE} -c "import sys; print('%d.%d' % sys.version_info[:2])"
      OUTPUT_VARIABLE python_version
      OUTPUT_STRIP_TRAILING_WHITESPACE
    )
    set(site lib/python${python_version}/dist-packages)
  endif()
  set(IOMT_INSTALL_PYTHONDIR ${site} CACHE STRING "Where the Python package goes, below the prefix")
  install(
    DIRECTORY analysis/iomt DESTINATION ${IOMT_INSTALL_PYTHONDIR}
    PATTERN "__pycache__" EXCLUDE
  )
  install(TARGETS _iomt LIBRARY DESTINATION ${IOMT_INSTALL_PYTHONDIR}/iomt)
  file(RELATIVE_PATH to_lib /${IOMT_INSTALL_PYTHONDIR}/iomt /${CMAKE_INSTALL_LIBDIR})
  set_target_properties(_iomt PROPERTIES INSTALL_RPATH "$ORIGIN/${to_lib}")
endif()
