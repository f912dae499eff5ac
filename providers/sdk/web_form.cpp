// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/web_form.h"

namespace sallyport {

QByteArray webForm(const QList<std::pair<QByteArray, QByteArray>> &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields) {
        if (!form.isEmpty())
            form += '&';
        form += name.toPercentEncoding() + '=' + value.toPercentEncoding();
    }
    return form;
}

QByteArray webFormOfTexts(const QList<std::pair<QString, QString>> &fields)
{
    QList<std::pair<QByteArray, QByteArray>> bytes;
    for (const auto &[name, value] : fields)
        bytes.append({name.toUtf8(), value.toUtf8()});
    return webForm(bytes);
}

} // namespace sallyport
