// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace sallyport::gcp {

//! CRC-32C (Castagnoli; RFC 3720 12.1), which Secret Manager sends with each payload.
[[nodiscard]] quint32 crc32c(QByteArrayView bytes);

} // namespace sallyport::gcp
