// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/log.h"

namespace sallyport {

Q_LOGGING_CATEGORY(lcHttp, "sallyport.http", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSecrets, "sallyport.secrets", QtWarningMsg)
Q_LOGGING_CATEGORY(lcStore, "sallyport.store", QtWarningMsg)
Q_LOGGING_CATEGORY(lcRun, "sallyport.run", QtWarningMsg)
Q_LOGGING_CATEGORY(lcUi, "sallyport.ui", QtWarningMsg)

} // namespace sallyport
