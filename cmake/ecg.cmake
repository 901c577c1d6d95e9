# SPDX-License-Identifier: GPL-2.0-only
#
# The ECG recording is SciPy's copy of MIT-BIH record 208, turned into text once.
set(iomt_ecg ${CMAKE_CURRENT_BINARY_DIR}/data/ecg/mit-bih-208.txt)
if(EXISTS /usr/bin/python3)
  set(iomt_python /usr/bin/python3)
else()
  set(iomt_python python3)
endif()
add_custom_command(
  OUTPUT ${iomt_ecg}
  COMMAND ${iomt_python} ${CMAKE_CURRENT_SOURCE_DIR}/data/ecg/extract-ecg.py ${iomt_ecg}
  DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/data/ecg/extract-ecg.py
  COMMENT "Extracting the ECG recording"
  VERBATIM
)
add_custom_target(iomt-ecg ALL DEPENDS ${iomt_ecg})
