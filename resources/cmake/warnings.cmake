# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Flags that every target of ours gets through the interface library `sallyport_flags`.
add_library(sallyport_flags INTERFACE)
target_compile_options(sallyport_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                                                 -Wno-missing-field-initializers)
target_compile_definitions(
  sallyport_flags
  INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY QT_NO_FOREACH
            QT_STRICT_ITERATORS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
            SALLYPORT_VERSION="${PROJECT_VERSION}")
if(SALLYPORT_WERROR)
  target_compile_options(sallyport_flags INTERFACE -Werror)
endif()
if(SALLYPORT_HARDEN)
  # Not -fPIE: with it the program gets copies of Qt's own data, and QCoreApplication::instance() is null in ours.
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  target_compile_options(sallyport_flags INTERFACE -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIC)
  # g++ 12 warns wrongly about std::string + text where it optimises (its bug 105651).
  target_compile_options(sallyport_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  target_compile_definitions(sallyport_flags INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2> _GLIBCXX_ASSERTIONS)
  target_link_options(sallyport_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(SALLYPORT_SANITIZE)
  # g++ 12 sees uninitialised variants where the sanitizer instruments them
  target_compile_options(sallyport_flags INTERFACE -fsanitize=${SALLYPORT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
                                                   -Wno-maybe-uninitialized)
  target_link_options(sallyport_flags INTERFACE -fsanitize=${SALLYPORT_SANITIZE})
endif()
