// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/secret_value.h"

#include <cstring>
#include <vector>

namespace sallyport {

namespace {

void wipeMemory(void *start, std::size_t size)
{
    if (size > 0)
        explicit_bzero(start, size);
}

} // namespace

class SecretValue::Buffer {
public:
    explicit Buffer(QByteArrayView bytes) : m_bytes(bytes.begin(), bytes.end()) {}
    ~Buffer() { wipeMemory(m_bytes.data(), m_bytes.size()); }
    Q_DISABLE_COPY_MOVE(Buffer)

    [[nodiscard]] QByteArrayView view() const { return {m_bytes.data(), static_cast<qsizetype>(m_bytes.size())}; }

private:
    std::vector<char> m_bytes;
};

SecretValue::SecretValue(QByteArrayView bytes) : m_buffer(std::make_shared<const Buffer>(bytes)) {}

SecretValue SecretValue::fromString(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    SecretValue value{QByteArrayView(bytes)};
    wipe(bytes);
    return value;
}

bool SecretValue::isEmpty() const
{
    return size() == 0;
}

qsizetype SecretValue::size() const
{
    return reveal().size();
}

QByteArrayView SecretValue::reveal() const
{
    return m_buffer ? m_buffer->view() : QByteArrayView();
}

QString SecretValue::revealText() const
{
    return QString::fromUtf8(reveal());
}

bool SecretValue::sameAs(const SecretValue &other) const
{
    const QByteArrayView a = reveal();
    const QByteArrayView b = other.reveal();
    if (a.size() != b.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached())
        wipeMemory(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

void wipe(QString &text)
{
    if (text.isDetached())
        wipeMemory(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    text.clear();
}

} // namespace sallyport
