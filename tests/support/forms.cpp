// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/forms.h"

namespace sallyport::test {

FormValues formOf(Fields fields)
{
    FormValues values;
    for (const auto &[id, text] : fields)
        values.setText(QLatin1StringView(id), QString::fromUtf8(text));
    return values;
}

QString wordsOf(const Error &error)
{
    return error.message + u'\n' + error.hint + u'\n' + error.context.join(u'\n');
}

} // namespace sallyport::test
