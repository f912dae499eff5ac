// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/responses/response_view.h"

#include "app/store/atomic_file.h"
#include "ui/editors/display_text.h"
#include "ui/editors/questions.h"
#include "ui/responses/body_view.h"
#include "ui/responses/header_list_model.h"
#include "ui/responses/text_pages.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"
#include "ui/widgets/elided_button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/pill_label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

Tone toneOf(int status)
{
    if (status >= 400)
        return Tone::Bad;
    if (status >= 300)
        return Tone::Warn;
    return status >= 200 ? Tone::Ok : Tone::Neutral;
}

// One timing a line; only what took place.
QString timingText(const Timings &timings)
{
    QStringList lines;
    for (const auto &[name, at] :
         {std::pair(ResponseView::tr("name found"), timings.nameLookup), std::pair(ResponseView::tr("connected"), timings.connect),
          std::pair(ResponseView::tr("TLS ready"), timings.tlsHandshake), std::pair(ResponseView::tr("first byte"), timings.firstByte),
          std::pair(ResponseView::tr("complete"), timings.total)}) {
        if (at.count() > 0)
            lines.push_back(u"%1: %2"_s.arg(name, displayDuration(at)));
    }
    return lines.join(u'\n');
}

QColor timelineColour(QByteArrayView line)
{
    const Tokens &t = currentTokens();
    const QByteArrayView sign = line.size() > 15 ? line.sliced(14, 1) : QByteArrayView();
    return sign == ">" ? t.accent : sign == "<" ? t.ok : t.muted;
}

} // namespace

ResponseView::ResponseView(Clock &clock, QWidget *parent)
    : QWidget(parent), m_status(new PillLabel(this)), m_time(new QLabel(this)), m_size(new QLabel(this)), m_hidden(new QLabel(this)),
      m_save(new QPushButton(tr("Save…"), this)), m_busy(new BusyIndicator(clock, this)), m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(u"play"_s, tr("No answer yet"), tr("Send the request to see its status, headers and body here."), this))
{
    m_head = makeHead();
    m_result = makeResult();
    m_errorPage = makeErrorPage();
    fillWith(this, QPalette::Base);
    setAccessibleName(tr("Response"));
    m_empty->setSecondary(tr("Send"), [this] { emit sendWished(); });
    m_blank = new QWidget(this);
    m_stack->addWidget(m_blank);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_result);
    m_stack->addWidget(m_errorPage);
    m_busy->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_busy);
    layout->addWidget(m_stack, 1);
    showNothing();
}

QWidget *ResponseView::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::kSpace3, metrics::kSpace3, metrics::kSpace3, metrics::kSpace1);
    row->setSpacing(metrics::kSpace2);
    setMuted(m_time);
    setMuted(m_size);
    setMuted(m_hidden);
    m_hidden->setFont(smallFont());
    m_status->setAccessibleName(tr("Status"));
    setButtonKind(m_save, ButtonKind::Link);
    m_save->setAccessibleName(tr("Save body"));
    m_save->setToolTip(tr("Save the body to a file"));
    row->addWidget(m_status);
    row->addWidget(m_time);
    row->addWidget(m_size);
    row->addStretch();
    row->addWidget(m_hidden);
    row->addWidget(m_save);
    connect(m_save, &QPushButton::clicked, this, &ResponseView::save);
    return head;
}

QWidget *ResponseView::makeResult()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_body = new BodyView;
    m_headers = new HeaderListModel(this);
    m_headerTable = new QTableView;
    m_headerTable->setModel(m_headers);
    m_headerTable->setFrameShape(QFrame::NoFrame);
    m_headerTable->setShowGrid(false);
    m_headerTable->setTabKeyNavigation(false);
    m_headerTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_headerTable->setWordWrap(false);
    m_headerTable->verticalHeader()->hide();
    m_headerTable->horizontalHeader()->setHighlightSections(false);
    m_headerTable->horizontalHeader()->setStretchLastSection(true);
    m_headerTable->setColumnWidth(0, fontMetrics().averageCharWidth() * 22);
    m_headerTable->setAccessibleName(tr("Response headers"));
    m_timeline = new TextPages;
    m_timeline->setPainter(timelineColour);
    m_timeline->setAccessibleName(tr("Timeline"));
    m_tabs->addTab(m_body, tr("Preview"));
    m_tabs->addTab(m_headerTable, tr("Headers"));
    m_tabs->addTab(m_timeline, tr("Timeline"));
    return m_tabs;
}

QWidget *ResponseView::makeErrorPage()
{
    auto *page = new QWidget(this);
    m_errorBadge = new PillLabel(page);
    m_errorTitle = new QLabel(page);
    m_errorTitle->setFont(titleFont());
    m_errorHint = new QLabel(page);
    m_errorDetail = new QLabel(page);
    setMuted(m_errorDetail);
    m_errorDetail->setFont(smallFont());
    for (QLabel *label : {m_errorTitle, m_errorHint, m_errorDetail}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_remedies = new QWidget(page);
    auto *buttons = new FlowLayout(m_remedies); // names make buttons long
    buttons->setContentsMargins(0, metrics::kSpace2, 0, 0);
    buttons->setSpacing(metrics::kSpace2);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(metrics::kSpace5, metrics::kSpace5, metrics::kSpace5, metrics::kSpace5);
    layout->setSpacing(metrics::kSpace2);
    layout->addWidget(m_errorBadge, 0, Qt::AlignLeft);
    layout->addWidget(m_errorTitle);
    layout->addWidget(m_errorHint);
    layout->addWidget(m_errorDetail);
    layout->addWidget(m_remedies);
    layout->addStretch();
    return page;
}

void ResponseView::showNothing()
{
    m_record.reset();
    m_head->hide();
    m_stack->setCurrentWidget(m_empty);
}

void ResponseView::showBusy(const QString &doing, const std::function<void()> &cancel)
{
    if (m_stack->currentWidget() != m_result)
        m_stack->setCurrentWidget(m_blank); // an old error must not look like the answer
    m_busy->start(doing, cancel);
}

void ResponseView::stopBusy()
{
    m_busy->stop();
}

void ResponseView::showRecord(const std::shared_ptr<const RunRecord> &record)
{
    m_record = record;
    const WireResponse &response = record->response;
    showSummary(*record);
    std::vector<std::pair<QString, QString>> headers;
    for (const HttpHeader &header : response.headers) {
        headers.emplace_back(record->redactor.redact(QString::fromUtf8(header.name)),
                             record->redactor.redact(QString::fromUtf8(header.value)));
    }
    m_tabs->setTabText(1, headers.empty() ? tr("Headers") : tr("Headers  %1").arg(headers.size()));
    m_headers->setHeaders(std::move(headers));
    m_timeline->setText(timelineText(response, record->redactor));
    m_body->setResponse(record);
    m_stack->setCurrentWidget(m_result);
}

void ResponseView::showSummary(const RunRecord &record)
{
    const WireResponse &response = record.response;
    const QString reason = harmlessText(record.redactor.redact(QString::fromUtf8(response.reason)));
    m_status->setPill(toneOf(response.status),
                      reason.isEmpty() ? QString::number(response.status) : u"%1 %2"_s.arg(response.status).arg(reason));
    m_time->setText(displayDuration(response.timings.total));
    m_time->setToolTip(timingText(response.timings));
    m_size->setText(displaySize(response.receivedBytes));
    m_size->setToolTip(response.truncated ? tr("The body was longer than the limit and was cut off.") : tr("Body as transferred"));
    if (response.truncated)
        m_size->setText(tr("%1, cut off").arg(m_size->text()));
    const int hidden = record.hiddenValues;
    m_hidden->setText(hidden == 0 ? QString() : hidden == 1 ? tr("1 value hidden") : tr("%1 values hidden").arg(hidden));
    m_hidden->setToolTip(tr("Secret values that went into the request are shown as dots wherever the answer repeats them."));
    m_save->setEnabled(!response.body.isEmpty());
    m_head->show();
}

QString ResponseView::headline() const
{
    return m_head->isHidden() ? QString() : u"%1 %2 %3"_s.arg(m_status->text(), m_time->text(), m_size->text());
}

void ResponseView::showError(const Error &error, const std::vector<Remedy> &remedies)
{
    m_record.reset();
    m_head->hide();
    m_errorBadge->setPill(error.kind == ErrorKind::Cancelled ? Tone::Neutral : Tone::Bad, errorBadge(error.kind));
    const QString place = error.location && !error.location->place.isEmpty() ? error.location->place : QString();
    Error bare = error;
    bare.context.clear(); // told below
    m_errorTitle->setText(harmlessText(place.isEmpty() ? errorHeadline(bare) : tr("%1: %2").arg(place, errorHeadline(bare))));
    m_errorHint->setText(harmlessText(error.hint));
    m_errorHint->setVisible(!error.hint.isEmpty());
    m_errorDetail->setText(harmlessText(asSentence(error.context.join(u"; "_s))));
    m_errorDetail->setVisible(!error.context.isEmpty());
    showRemedies(remedies);
    m_stack->setCurrentWidget(m_errorPage);
}

void ResponseView::showRemedies(const std::vector<Remedy> &remedies)
{
    QLayout *line = m_remedies->layout();
    while (QLayoutItem *item = line->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Remedy &remedy : remedies) {
        auto *button = new ElidedButton(harmlessText(remedy.label), m_remedies);
        connect(button, &QPushButton::clicked, this, [act = remedy.act] { act(); }, Qt::QueuedConnection);
        line->addWidget(button);
    }
    m_remedies->setVisible(!remedies.empty());
    m_remedies->updateGeometry();
}

void ResponseView::openSearch()
{
    if (m_stack->currentWidget() != m_result)
        return;
    m_tabs->setCurrentWidget(m_body);
    m_body->openSearch();
}

void ResponseView::save()
{
    if (!m_record)
        return;
    const auto ask = [this](const QByteArray &bytes) {
        askForFile(this,
                   {FileQuestion::Kind::Save, tr("Save body"), {}, m_body->body().isJson ? u"response.json"_s : u"response.txt"_s, {}, {}},
                   [this, bytes](const QString &path) { saveTo(path, bytes); });
    };
    const QByteArray received = m_record->response.body;
    const int hidden = m_body->body().hiddenPlaces;
    if (hidden == 0)
        return ask(received);
    askChoice(
        this, tr("Save with secret values?"),
        hidden == 1
            ? tr("The body holds a secret value that is hidden here. A file as received would hold it in clear text.")
            : tr("The body holds %1 secret values that are hidden here. A file as received would hold them in clear text.").arg(hidden),
        {{tr("Save as Received…"), [ask, received] { ask(received); }, false, true},
         {tr("Save with Values Hidden…"), [ask, this] { ask(m_body->body().raw); }, true, false}});
}

void ResponseView::saveTo(const QString &path, const QByteArray &bytes)
{
    AtomicWriteOptions options;
    options.keepPrevious = false;
    if (const auto saved = writeFileAtomically(path, bytes, options); !saved)
        askChoice(this, tr("The body was not saved"), errorText(saved.error()),
                  {{tr("Try Again…"), [this] { save(); }, true, false}});
}

} // namespace sallyport
