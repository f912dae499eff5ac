# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# sallyport_layer(<target> FOLDERS <dir>... [PUBLIC <lib>...] [PRIVATE <lib>...])
# A static library of all sources in the folders (relative to the repository root). Its headers are a public header
# set; building `all_verify_interface_header_sets` compiles each of them alone.
function(sallyport_layer target)
  cmake_parse_arguments(ARG "" "" "FOLDERS;PUBLIC;PRIVATE" ${ARGN})
  set(sources)
  set(headers)
  foreach(folder IN LISTS ARG_FOLDERS)
    file(GLOB cpp CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
    file(GLOB h CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.h)
    list(APPEND sources ${cpp})
    list(APPEND headers ${h})
  endforeach()
  # A header whose source is yet to be written must not pull its meta-object, and with it undefined functions, into programs.
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "\\.h$" ".cpp" implementation ${header})
    if(NOT EXISTS ${implementation})
      set_source_files_properties(${header} PROPERTIES SKIP_AUTOMOC ON)
    endif()
  endforeach()
  file(REMOVE ${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/timestamp) # else a change of that list goes unnoticed
  add_library(${target} STATIC ${sources})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${headers})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} sallyport_flags)
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
