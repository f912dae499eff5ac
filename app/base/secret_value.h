// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

class QDebug;

namespace sallyport {

//! Bytes that must not be seen: a token, a password, a fetched secret.
//! Copies share one buffer, which is overwritten with zeros when its last owner goes. It cannot be
//! printed, compared by operator== or converted by accident; whoever needs the bytes says `reveal`.
class SecretValue {
public:
    SecretValue() = default;
    //! Copies the bytes; wiping the source is the caller's business.
    explicit SecretValue(QByteArrayView bytes);
    static SecretValue fromString(const QString &text);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] qsizetype size() const;

    //! A view that lives as long as this value or a copy of it.
    [[nodiscard]] QByteArrayView reveal() const;
    //! A copy as text (UTF-8). Prefer `reveal`.
    [[nodiscard]] QString revealText() const;

    //! Comparison in a time that depends on the length only.
    [[nodiscard]] bool sameAs(const SecretValue &other) const;

    friend QDebug operator<<(QDebug, const SecretValue &) = delete;

private:
    class Buffer;
    std::shared_ptr<const Buffer> m_buffer;
};

//! Overwrites the bytes with zeros in a way that the compiler may not leave out.
void wipe(QByteArray &bytes);
void wipe(QString &text);

} // namespace sallyport
