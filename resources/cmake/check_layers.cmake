# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DROOT=<repository> -P check_layers.cmake: reads every include and fails on one that its layer may not have.
# A row: folder, what its files may include from the repository, which Qt modules' headers they must not name.
set(rows
    "app/base|app/base|Widgets Gui Network DBus NetworkAuth"
    "providers/sdk|app/base providers/sdk|Widgets Gui Network DBus NetworkAuth"
    "providers/aws|app/base providers/sdk providers/aws|Widgets Gui Network DBus NetworkAuth"
    "providers/gcp|app/base providers/sdk providers/gcp|Widgets Gui Network DBus NetworkAuth"
    "providers/hashicorp|app/base providers/sdk providers/hashicorp|Widgets Gui Network DBus NetworkAuth"
    "providers/azure|app/base providers/sdk providers/azure|Widgets Gui Network DBus NetworkAuth"
    "app/model|app/base app/model|Widgets Gui Network DBus NetworkAuth"
    "app/template|app/base app/model app/template|Widgets Gui Network DBus NetworkAuth"
    "app/http|app/base providers/sdk app/http app/store|Widgets Gui DBus NetworkAuth"
    "app/store|app/base app/model app/store|Widgets Gui Network DBus NetworkAuth"
    "app/secrets|app/base providers/sdk app/http app/secrets app/store app/template|Widgets Gui Network DBus NetworkAuth"
    "app/keychain|app/base app/secrets app/keychain|Widgets Gui Network NetworkAuth"
    "app/oauth|app/base providers/sdk app/http app/oauth|Widgets Gui DBus"
    "app/run|app/base providers/sdk app/model app/template app/http app/secrets app/store app/run|Widgets Gui Network DBus NetworkAuth"
    "app/cli|app/base providers/sdk app/model app/template app/http app/secrets app/store app/run app/cli|\
Widgets Gui Network DBus NetworkAuth"
    "app/demo|app/base app/demo app/http app/store|Widgets Gui DBus NetworkAuth"
    "ui|app/base providers/sdk app/model app/template app/http app/secrets app/store app/run ui|Network NetworkAuth")
# Headers whose name begins with these belong to the module.
set(Widgets_headers "QWidget|QApplication|QMainWindow|QDialog|QMenu|QTableView|QTreeView|QLineEdit|QPushButton|QLabel|QtWidgets")
set(Gui_headers "QGuiApplication|QIcon|QPixmap|QPainter|QColor|QFont|QPalette|QtGui")
set(Network_headers "QNetwork|QTcp|QSsl|QAbstractSocket|QHostAddress|QtNetwork")
set(DBus_headers "QDBus|QtDBus")
set(NetworkAuth_headers "QOAuth|QAbstractOAuth|QtNetworkAuth")

set(wrong 0)
foreach(row IN LISTS rows)
  string(REPLACE "|" ";" cells "${row}")
  list(GET cells 0 folder)
  list(GET cells 1 allowed)
  list(GET cells 2 modules)
  string(REPLACE " " ";" allowed "${allowed}")
  string(REPLACE " " ";" modules "${modules}")
  file(GLOB_RECURSE files ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp)
  foreach(file IN LISTS files)
    file(STRINGS ${file} includes REGEX "^#include ")
    foreach(line IN LISTS includes)
      if(line MATCHES "^#include \"([^\"]+)\"")
        set(path ${CMAKE_MATCH_1})
        set(good FALSE)
        foreach(prefix IN LISTS allowed)
          string(FIND "${path}" "${prefix}/" position)
          if(position EQUAL 0)
            set(good TRUE)
          endif()
        endforeach()
        if(NOT good AND NOT path MATCHES "\\.moc$")
          message("${file}: ${folder} may not include ${path}")
          math(EXPR wrong "${wrong} + 1")
        endif()
      else()
        foreach(module IN LISTS modules)
          if(line MATCHES "<(${${module}_headers})")
            message("${file}: ${folder} may not use ${module}: ${line}")
            math(EXPR wrong "${wrong} + 1")
          endif()
        endforeach()
      endif()
    endforeach()
  endforeach()
endforeach()
if(wrong GREATER 0)
  message(FATAL_ERROR "${wrong} includes cross a layer (docs/architecture.md)")
endif()
message("layers: every include is allowed")
