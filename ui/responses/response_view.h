// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/run/request_runner.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace sallyport {

class BodyView;
class BusyIndicator;
class EmptyState;
class HeaderListModel;
class PillLabel;
class TextPages;

//! A button that mends an error.
struct Remedy {
    QString label;
    std::function<void()> act;
};

//! The answer to a request: status, time, size, body, headers, timeline. Everything shown has passed the record's redactor.
class ResponseView final : public QWidget {
    Q_OBJECT
public:
    explicit ResponseView(Clock &clock, QWidget *parent = nullptr);

    void showNothing();
    //! What is there stays until the answer comes; `doing` shows after 300 ms.
    void showBusy(const QString &doing, const std::function<void()> &cancel);
    void stopBusy();
    void showRecord(const std::shared_ptr<const RunRecord> &record);
    void showError(const Error &error, const std::vector<Remedy> &remedies);
    void openSearch();

    [[nodiscard]] QString headline() const; //!< status, time and size in words

signals:
    void sendWished();

private:
    QWidget *makeHead();
    QWidget *makeResult();
    QWidget *makeErrorPage();
    void showSummary(const RunRecord &record);
    void showRemedies(const std::vector<Remedy> &remedies);
    void save();
    void saveTo(const QString &path, const QByteArray &bytes);

    std::shared_ptr<const RunRecord> m_record;
    PillLabel *m_status;
    QLabel *m_time;
    QLabel *m_size;
    QLabel *m_hidden;
    QPushButton *m_save;
    QWidget *m_head = nullptr;
    BusyIndicator *m_busy;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_blank = nullptr;
    QWidget *m_result = nullptr;
    QTabWidget *m_tabs = nullptr;
    BodyView *m_body = nullptr;
    HeaderListModel *m_headers = nullptr;
    QTableView *m_headerTable = nullptr;
    TextPages *m_timeline = nullptr;
    QWidget *m_errorPage = nullptr;
    PillLabel *m_errorBadge = nullptr;
    QLabel *m_errorTitle = nullptr;
    QLabel *m_errorHint = nullptr;
    QLabel *m_errorDetail = nullptr;
    QWidget *m_remedies = nullptr;
};

} // namespace sallyport
