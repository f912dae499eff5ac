// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/crc32c.h"

#include <array>

namespace sallyport::gcp {

namespace {

constexpr quint32 kPolynomial = 0x82F63B78; // 0x1EDC6F41 reflected

constexpr std::array<quint32, 256> makeTable()
{
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < 256; ++i) {
        quint32 rest = i;
        for (int bit = 0; bit < 8; ++bit)
            rest = (rest >> 1) ^ ((rest & 1) != 0 ? kPolynomial : 0);
        table[i] = rest;
    }
    return table;
}

constexpr std::array<quint32, 256> kTable = makeTable();

} // namespace

quint32 crc32c(QByteArrayView bytes)
{
    quint32 rest = 0xFFFFFFFF;
    for (const char byte : bytes)
        rest = (rest >> 8) ^ kTable[(rest ^ static_cast<quint8>(byte)) & 0xFF];
    return ~rest;
}

} // namespace sallyport::gcp
