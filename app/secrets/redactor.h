// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/secret_value.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

namespace sallyport {

//! Hides known secret values in whatever is shown: as they are, as Base64 (three alignments, both alphabets, wrapped or
//! not), hexadecimal or UTF-16, and with any of their characters percent-encoded, quoted-printable or escaped for JSON,
//! XML or HTML, also more than once. Lines of longer values, and texts in values that are JSON, are hidden by themselves as
//! well. Values shorter than four characters are not hidden (blanking every "1" helps nobody); `ignored()` tells how
//! many. Works on bytes and text; overlapping hits are merged. Cheap to copy.
class Redactor {
public:
    Redactor();
    explicit Redactor(const QList<SecretValue> &secrets);

    static constexpr char16_t kBullet = u'\u2022';
    //! What stands where a value was, of a length that says nothing about it. (Other characters are used where a
    //! value itself holds bullets.)
    [[nodiscard]] static QString mask();

    [[nodiscard]] QString redact(const QString &text) const;
    [[nodiscard]] QByteArray redact(const QByteArray &bytes) const;
    //! How many distinct values occur in the bytes.
    [[nodiscard]] int count(const QByteArray &bytes) const;
    [[nodiscard]] int ignored() const;
    [[nodiscard]] bool isEmpty() const;

private:
    struct Patterns;
    std::shared_ptr<const Patterns> m_patterns;
};

} // namespace sallyport
