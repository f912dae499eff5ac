// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/shared_config.h"

namespace sallyport::aws {

//! A section as it stands in a file, before anybody asks whether its name means something. Sections of one title are one.
struct RawSection {
    QString title; //!< between the brackets, trimmed
    ConfigSection content;
};

//! The lines of a file as sections and properties. Errors: Malformed, with file and line.
[[nodiscard]] Result<std::vector<RawSection>> readSections(QByteArrayView text, const QString &fileName);

//! Without blanks and tabs at both ends; no other white space counts in these files.
[[nodiscard]] QStringView trimmedBlanks(QStringView text);

} // namespace sallyport::aws
