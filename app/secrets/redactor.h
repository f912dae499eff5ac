// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/secret_value.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

namespace sallyport {

//! Hides known secret values in whatever is shown: as they are and as Base64 (three alignments, both alphabets),
//! percent-encoded, JSON-, XML- and hex-escaped. Values shorter than four characters are not hidden (blanking every "1"
//! helps nobody); `ignored()` tells how many. Works on bytes and text; overlapping hits are merged. Cheap to copy.
class Redactor {
public:
    Redactor();
    explicit Redactor(const QList<SecretValue> &secrets);

    static constexpr char16_t kBullet = u'\u2022';
    //! What stands where a value was, of a length that says nothing about it.
    [[nodiscard]] static QString mask();

    [[nodiscard]] QString redact(const QString &text) const;
    [[nodiscard]] QByteArray redact(const QByteArray &bytes) const;
    //! The places hidden so far by no call: how many distinct values occur in the text.
    [[nodiscard]] int count(const QByteArray &bytes) const;
    [[nodiscard]] int ignored() const;
    [[nodiscard]] bool isEmpty() const;

private:
    struct Patterns;
    std::shared_ptr<const Patterns> m_patterns;
};

} // namespace sallyport
